"""The directory of services through its pages: found, added in a moment, confirmed, put on the wall, taken along."""
from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from mangnon.core.models import AuditEvent
from mangnon.protection.models import Offer, PackageGiven, PackageSession, Provider, Revision
from mangnon.protection.services.actions import write_provider
from mangnon.protection.services.catalogue import CatalogueError, built_in, catalogue, read
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Any]
URL = "/bao-ve/danh-ba/"


@pytest.fixture
def places(db: None) -> dict[str, Provider]:
    """Four places: one confirmed last month, one last year, one never, one that has closed."""
    PackageGiven.objects.all().delete()
    PackageSession.objects.all().delete()
    Offer.objects.all().delete()
    Provider.objects.all().delete()
    rows = {
        "tram": {"name": "Trạm Y tế Thử", "kind": "health", "phone": "0237 111 222, 0909 000 111", "call_first": True,
                 "round_the_clock": True, "confirmed_on": TODAY - dt.timedelta(days=30), "offers": ["kham-chua"]},
        "hoi": {"name": "Hội Phụ nữ Thử", "kind": "social", "phone": "0237 333 444", "offers": ["lam-cha-me"],
                "confirmed_on": TODAY - dt.timedelta(days=366), "hours": "giờ hành chính"},
        "phap-ly": {"name": "Trợ giúp pháp lý Thử", "kind": "legal_aid", "reach": "province", "phone": "",
                    "offers": ["phap-ly"]},
        "cu": {"name": "Nhà mở Thử", "kind": "welfare", "phone": "0237 555 666", "to_on": dt.date(2026, 11, 23),
               "offers": []}}
    return {key: write_provider(None, by="test", **values) for key, values in rows.items()}


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', page)


def shown(client: Any, query: str = "") -> list[str]:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return names(answer.content.decode())


@pytest.mark.parametrize("role", ["administrator", "teacher", "collaborator", "clerk", "higher_level", "police"])
def test_everybody_who_works_here_reads_it_and_only_the_officer_writes(
        client_of: ClientOf, places: dict[str, Provider], role: str) -> None:
    client = client_of(role)
    page = client.get(URL).content.decode()
    assert names(page) == ["Trạm Y tế Thử", "Trợ giúp pháp lý Thử", "Hội Phụ nữ Thử"]
    assert "Cần giúp thì gọi ai: 3 nơi" in page and 'href="tel:0237111222"' in page and 'href="tel:0909000111"' in page
    for number in ("111", "113", "115"):
        assert f'href="tel:{number}"' in page
    assert "Thêm nhanh" not in page and "còn đúng" not in page
    assert client.post(f"{URL}nhanh/", {"name": "X", "kind": "other", "phone": "123"}).status_code == 404
    assert client.get(f"{URL}them/").status_code == 404


@pytest.mark.parametrize(("query", "found"), [
    ("?q=tram y te", ["Trạm Y tế Thử"]), ("?q=0909000111", ["Trạm Y tế Thử"]), ("?q=0237 333", ["Hội Phụ nữ Thử"]),
    ("?q=con roi", ["Hội Phụ nữ Thử"]), ("?q=khong co dau", []), ("?loai=legal_aid", ["Trợ giúp pháp lý Thử"]),
    ("?goi=lam-cha-me", ["Hội Phụ nữ Thử"]), ("?cho=carer", ["Trợ giúp pháp lý Thử", "Hội Phụ nữ Thử"]),
    ("?noi=province", ["Trợ giúp pháp lý Thử"]), ("?ngay-dem=1", ["Trạm Y tế Thử"]),
    ("?cu=1", ["Trợ giúp pháp lý Thử", "Hội Phụ nữ Thử"]), ("?nghi=1", ["Nhà mở Thử"]),
    ("?loai=xyz&goi=xyz", ["Trạm Y tế Thử", "Trợ giúp pháp lý Thử", "Hội Phụ nữ Thử"])])
def test_it_is_searched_without_marks_and_narrowed(client_of: ClientOf, places: dict[str, Provider], query: str,
                                                   found: list[str]) -> None:
    assert shown(client_of("collaborator"), query) == found


def test_a_place_is_added_in_a_moment_and_filled_in_later(client_of: ClientOf, places: dict[str, Provider]) -> None:
    officer = client_of("child_officer")
    page = officer.post(f"{URL}nhanh/", {"name": " Nhà  tạm lánh ", "kind": "welfare", "phone": "12"})
    assert page.status_code == 422 and "ít nhất ba chữ số" in page.content.decode()
    answer = officer.post(f"{URL}nhanh/", {"name": " Nhà  tạm lánh ", "kind": "welfare", "phone": "0237 9"})
    row = Provider.objects.get(name="Nhà tạm lánh")
    assert answer["Location"] == reverse("protection:provider-edit", args=[row.pk])
    assert (row.phone, row.reach, row.confirmed_on, row.round_the_clock) == ("0237 9", "commune", None, None)
    again = officer.post(f"{URL}nhanh/", {"name": "Nhà tạm lánh", "kind": "welfare", "phone": "0237 9"})
    assert again.status_code == 422 and "Danh bạ đã có nơi này" in again.content.decode()
    assert officer.post(f"{URL}nhanh/", {"name": "Không số", "kind": "other", "phone": ""}).status_code == 422
    typed = {"name": "Nhà tạm lánh", "kind": "welfare", "phone": "0237 9", "reach": "commune", "dau": row.seq,
             "round_the_clock": "true", "offers": ["trong-tre", "tu-van"], "contact": "Trực đêm"}
    assert officer.post(answer["Location"], typed).status_code == 302
    row.refresh_from_db()
    assert row.round_the_clock is True
    assert sorted(offer.package for offer in row.offers.all()) == ["trong-tre", "tu-van"]
    assert officer.post(answer["Location"], {**typed, "dau": row.seq, "offers": ["tu-van"]}).status_code == 302
    assert [offer.package for offer in row.offers.all()] == ["tu-van"]
    assert Revision.objects.filter(model="offer", verb="remove").count() == 1
    assert AuditEvent.objects.filter(what="protection.Provider", record_id=row.pk, verb="create").count() == 1
    assert officer.post(reverse("protection:provider-remove", args=[row.pk]), {"reason": "nhầm"}).status_code == 302
    assert not Provider.objects.filter(pk=row.pk).exists() and not Offer.objects.filter(provider=row.pk).exists()


def test_the_officer_sees_who_was_not_called_for_a_year_and_confirms(client_of: ClientOf,
                                                                     places: dict[str, Provider]) -> None:
    officer = client_of("child_officer")
    assert "2 nơi đã hơn 365 ngày chưa ai gọi lại" in officer.get(URL).content.decode()
    answer = officer.post(reverse("protection:provider-confirm", args=[places["hoi"].pk]), {"cu": "1"}, follow=True)
    assert names(answer.content.decode()) == ["Trợ giúp pháp lý Thử"]
    places["hoi"].refresh_from_db()
    assert places["hoi"].confirmed_on == TODAY
    assert "1 nơi đã hơn 365 ngày" in officer.get(URL).content.decode()


def test_slips_in_a_place_are_told(client_of: ClientOf, places: dict[str, Provider]) -> None:
    officer = client_of("child_officer")
    typed = {"name": "Nơi mới", "kind": "other", "phone": "0237", "reach": "commune", "from_on": "02/05/2026",
             "to_on": "01/05/2026", "confirmed_on": "24/11/2026"}
    page = officer.post(f"{URL}them/", typed).content.decode()
    assert "Ngày hết lại trước ngày bắt đầu" in page and "còn ở phía trước" in page
    assert not Provider.objects.filter(name="Nơi mới").exists()


def test_the_wall_sheet_has_the_numbers_to_call_first_on_top(client_of: ClientOf, places: dict[str, Provider]) -> None:
    page = client_of("village_head").get(f"{URL}to-treo/").content.decode()
    order = [page.index(text) for text in (">111<", ">113<", ">115<", "Gọi trước tiên", "Trạm Y tế Thử",
                                           "Các nơi khác", "Hội Phụ nữ Thử")]
    assert order == sorted(order)
    assert "Nhà mở Thử" not in page and "Trợ giúp pháp lý Thử" not in page


def test_the_workbook_has_what_was_looked_for_and_computes_nothing(client_of: ClientOf,
                                                                   places: dict[str, Provider]) -> None:
    write_provider(None, by="test", name="=1+1", kind="social", phone="0237", offers=["lam-cha-me"])
    client = client_of("teacher")
    answer = client.get(f"{URL}xuat/?goi=lam-cha-me")
    assert answer["Content-Disposition"] == 'attachment; filename="danh-ba-dich-vu-20261123.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=4)] == [
        "Tổng đài quốc gia bảo vệ trẻ em", "Công an", "Cấp cứu y tế", "=1+1", "Hội Phụ nữ Thử"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.cell(8, 5).value == "0237 333 444"
    event = AuditEvent.objects.filter(verb="export", what="protection.directory").get()
    assert event.fields == "rows=2" or "rows=2" in event.fields


def test_a_commune_changes_the_packages_by_a_file(client_of: ClientOf, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    file = tmp_path / "danh-muc" / "dich-vu.toml"
    file.parent.mkdir()
    file.write_text('confirm_within_days = 180\n[[package]]\ncode = "sinh-ke"\nheld = false\n'
                    '[[package]]\ncode = "boi"\nname = "Lớp bơi"\nname_en = ""\nto = ["child"]\ngroup = true\n'
                    'field = ""\nsource = "xã"\nverified = true\n'
                    '[[hotline]]\ncode = "114"\nnumber = "114"\nname = "Cứu nạn"\nname_en = ""\nwhat = "Cháy, đuối"\n'
                    'what_en = ""\nsource = ""\nverified = true\n', encoding="utf-8")
    found = catalogue()
    assert "boi" in found.packages and "sinh-ke" not in [package.code for package in found.open]
    assert [one.number for one in found.numbers] == ["111", "113", "115", "114"] and found.confirm_within_days == 180
    assert 'href="tel:114"' in client_of("teacher").get(URL).content.decode()
    file.write_text('[[package]]\ncode = "boi"\nto = ["dog"]\n', encoding="utf-8")
    assert catalogue() == built_in() and "dich-vu.toml" in client_of("child_officer").get(URL).content.decode()


@pytest.mark.parametrize(("text", "says"), [
    ("[[package]\n", "TOML"), ("[goi]\n", "không rõ phần goi"), ("confirm_within_days = 0\n", "confirm_within_days"),
    ('[[package]]\nname = "x"\n', "thiếu code"), ("hotline = 5\n", "ngoặc vuông kép"),
    ("package = [5]\n", "thiếu code"), ('[[package]]\ncode = "tu-van"\nto = [[1]]\n', "to là"),
    ('[[package]]\ncode = "x"\n', "thiếu mục"),
    ('[[package]]\ncode = "tu-van"\nto = ["dog"]\n', "to là"), ('[[package]]\ncode = "tu-van"\nfield = "x"\n', "field"),
    ('[[hotline]]\ncode = "111"\nnumber = 111\n', "ngoặc kép")])
def test_a_catalogue_that_cannot_be_used_says_where(text: str, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        read(text, "dich-vu.toml", over=built_in())
