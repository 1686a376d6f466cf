"""What a child is entitled to, through the pages: why, what is missing or not known, papers, requests, the list."""
from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.core import records
from mangnon.core.models import AuditEvent
from mangnon.places.models import Unit
from mangnon.protection import scope
from mangnon.protection import telling as room_telling
from mangnon.protection.cases import actions as cases
from mangnon.protection.entitlements import policies as held
from mangnon.protection.entitlements import standing, telling, views
from mangnon.protection.entitlements.policy_file import PolicyError, read_policies
from mangnon.protection.entitlements.standing import standings
from mangnon.protection.models import ChildPaper, Circumstance, Claim, Disability, Revision, Support
from mangnon.registry.models import (
    Child,
    Household,
    HouseholdMember,
    HouseholdStatus,
    InsuranceCard,
    Residence,
)
from tests.conftest import TODAY

BORN = dt.date(2018, 5, 4)
SINCE = dt.date(2026, 2, 2)


def child_of(name: str, born: dt.date = BORN, precision: str = "day", village: str = "Thôn 3") -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=born, born_precision=precision)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born)
    return child


def house(child: Child, status: str = "") -> Household:
    home = records.create(Household, by="test", unit=child.residences.get().unit, head_name="Trịnh Thị Hoẵng")
    records.create(HouseholdMember, by="test", household=home, child=child, from_on=child.born_on)
    if status:
        records.create(HouseholdStatus, by="test", household=home, status=status, from_on=dt.date(2026, 1, 1))
    return home


@pytest.fixture
def orphan(db: None) -> Child:
    child = child_of("Trịnh Hoẵng Ân")
    records.create(Circumstance, by="test", child=child, group="a", from_on=SINCE)
    return child


def page_of(client: Any, child: Child, door: str = "entitlements", query: str = "") -> str:
    return str(client.get(reverse(f"protection:{door}", args=[child.pk]) + query).content.decode())


def states(child: Child, user: Any) -> dict[str, tuple[str, str]]:
    rows = standings(Child.objects.filter(pk=child.pk), TODAY, user)
    return {row.policy.code: (str(row.verdict.answer), str(row.state)) for row in rows}


def test_an_orphan_of_eight_is_told_what_why_how_much_and_that_nobody_read_the_decree(
        client_of: Callable[[str], Any], orphan: Child) -> None:
    page = page_of(client_of("child_officer"), orphan)
    assert "Trợ cấp hằng tháng cho em mồ côi" in page and "750.000 đồng một tháng" in page
    assert "em mồ côi cả cha và mẹ" in page and "8 tuổi (từ 4 đến dưới 16 tuổi)" in page
    assert "chưa kiểm chứng văn bản, hãy đối chiếu: Nghị định 20/2021/NĐ-CP, điều 5 khoản 1" in page
    tab = page_of(client_of("chairman"), orphan, "entitlements-panel")
    assert "chưa nộp hồ sơ" in tab and "750.000 đồng một tháng" in tab


def test_amounts_are_dated(user: Callable[[str], Any], orphan: Child) -> None:
    Circumstance.objects.filter(child=orphan).update(from_on=dt.date(2022, 1, 1))
    found = {day: next(row.verdict.amount for row in standings(Child.objects.filter(pk=orphan.pk), day, user(
        "child_officer")) if row.policy.code == "tro-cap-khong-nguon-nuoi") for day in (
        dt.date(2022, 5, 3), dt.date(2022, 5, 4), dt.date(2024, 6, 30), dt.date(2024, 7, 1))}
    assert list(found.values()) == [900_000, 540_000, 540_000, 750_000]


def test_what_nobody_knows_is_never_no(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    child, officer = child_of("Trịnh Hoẵng Bình"), user("child_officer")
    assert states(child, officer)["the-ho-ngheo"] == ("unknown", "unknown")
    assert "chưa biết hộ có nghèo không" in page_of(client_of("child_officer"), child)
    home = house(child)
    assert states(child, officer)["the-ho-ngheo"] == ("no", "not_entitled")
    HouseholdStatus.objects.all().update(to_on=dt.date(2026, 1, 1))
    # The year's list is not in the register yet: of nobody is it known.
    assert states(child, officer)["the-ho-ngheo"] == ("unknown", "unknown")
    records.create(HouseholdStatus, by="test", household=home, status="near_poor", from_on=dt.date(2026, 1, 1))
    assert states(child, officer)["the-ho-ngheo"] == ("yes", "none")


def test_a_disability_of_unknown_severity_and_a_birth_known_by_year(user: Callable[[str], Any]) -> None:
    child, officer = child_of("Trịnh Hoẵng Cúc", dt.date(2020, 1, 1), "year"), user("child_officer")
    records.create(Disability, by="test", child=child, severity="", from_on=SINCE)
    found = states(child, officer)
    assert found["tro-cap-khuyet-tat"] == ("unknown", "unknown")
    assert found["phuc-hoi-chuc-nang"] == ("yes", "none")
    # Five or six years old on 23 November 2026.
    assert found["the-duoi-6-tuoi"] == ("unknown", "unknown")


def test_the_card_under_six(user: Callable[[str], Any]) -> None:
    child, officer = child_of("Trịnh Hoẵng Dung", dt.date(2024, 1, 1)), user("child_officer")
    InsuranceCard.objects.all().delete()
    # Where no card at all is kept nobody can say who has none.
    assert states(child, officer)["the-duoi-6-tuoi"] == ("yes", "similar")
    other = records.create(InsuranceCard, by="test", child=child_of("Trịnh Hoẵng Em"), from_on=SINCE)
    assert states(child, officer)["the-duoi-6-tuoi"] == ("yes", "none")
    records.correct(other, by="test", child=child)
    assert states(child, officer)["the-duoi-6-tuoi"] == ("yes", "receives")


def test_papers_are_ticked_once_for_every_policy_and_dated(client_of: Callable[[str], Any], orphan: Child) -> None:
    officer, url = client_of("child_officer"), reverse("protection:entitlements", args=[orphan.pk])
    assert officer.post(url, {"giay": ["khai-sinh", "chung-tu"]}).status_code == 302
    rows = dict(ChildPaper.objects.filter(child=orphan).values_list("paper", "seen_on"))
    assert rows == {"khai-sinh": TODAY, "chung-tu": TODAY}
    assert "thấy ngày 23/11/2026" in page_of(officer, orphan)
    officer.post(url, {"giay": ["khai-sinh"]})
    assert list(ChildPaper.objects.filter(child=orphan).values_list("paper", flat=True)) == ["khai-sinh"]
    assert Revision.objects.filter(child_id=orphan.pk, model="childpaper", verb="remove").count() == 1
    assert client_of("chairman").post(url, {"giay": []}).status_code == 404


def test_from_asking_to_refusal_to_a_grant_that_becomes_support(client_of: Callable[[str], Any],
                                                              user: Callable[[str], Any], orphan: Child) -> None:
    Claim.objects.all().delete()
    officer, code = client_of("child_officer"), "tro-cap-khong-nguon-nuoi"
    add = reverse("protection:claim-add", args=[orphan.pk, code])
    assert "Hãy ghi ngày nộp hồ sơ" in officer.post(add, {"answer": ""}).content.decode()
    assert officer.post(add, {"applied_on": "5/10/2026", "answer": ""}).status_code == 302
    first = Claim.objects.get(child=orphan)
    # Monday 5 October and 22 working days.
    assert first.due_on == dt.date(2026, 11, 4) and not first.sealed
    assert states(orphan, user("child_officer"))[code] == ("yes", "waiting")
    assert "quá hạn trả lời" in page_of(officer, orphan)
    assert "1 hồ sơ đề nghị quá hạn trả lời" in officer.get("/viec-cua-toi/").content.decode()
    edit = reverse("protection:claim-edit", args=[orphan.pk, first.pk])
    refused = {"applied_on": "5/10/2026", "answer": "refused", "answered_on": "2/11/2026"}
    assert "Hãy ghi lý do từ chối" in officer.post(edit, refused).content.decode()
    officer.post(edit, refused | {"refusal": "Thiếu giấy chứng tử của cha"})
    assert states(orphan, user("child_officer"))[code] == ("yes", "refused")
    assert officer.post(add, {"applied_on": "9/11/2026", "answer": "granted", "answered_on": "20/11/2026",
                              "decision": "15/QĐ-UBND", "receives_from": "1/11/2026"}).status_code == 302
    given = Claim.objects.get(child=orphan, answer="granted")
    assert given.support == Support.objects.get(child=orphan, kind="cash", from_on=dt.date(2026, 11, 1))
    assert states(orphan, user("child_officer"))[code] == ("yes", "receives")
    page = page_of(officer, orphan)
    assert "Thiếu giấy chứng tử của cha" in page
    assert "15/QĐ-UBND" in page
    records.correct(given.support, by="test", to_on=TODAY)
    assert states(orphan, user("child_officer"))[code] == ("yes", "none")


def test_help_that_runs_already_is_asked_about_and_tied_not_doubled(client_of: Callable[[str], Any],
                                                                    user: Callable[[str], Any], orphan: Child) -> None:
    old = records.create(Support, by="test", child=orphan, kind="cash", from_on=SINCE)
    officer, code = client_of("child_officer"), "tro-cap-khong-nguon-nuoi"
    assert states(orphan, user("child_officer"))[code] == ("yes", "similar")
    answer = officer.post(reverse("protection:claim-add", args=[orphan.pk, code]),
                          {"applied_on": "", "answer": "granted", "support": str(old.pk)})
    assert answer.status_code == 302
    assert Claim.objects.get(child=orphan).receives_from == SINCE
    assert Support.objects.filter(child=orphan).count() == 1
    assert states(orphan, user("child_officer"))[code] == ("yes", "receives")


def test_the_sheet_for_the_family_tells_nothing_sealed_unless_asked(client_of: Callable[[str], Any],
                                                                   orphan: Child) -> None:
    officer = client_of("child_officer")
    plain = page_of(officer, orphan, "entitlements-sheet")
    assert "Quyền lợi của em Trịnh Hoẵng Ân" in plain and "☐ Giấy khai sinh của em (bản sao)" in plain
    assert "trả lời trong 22 ngày làm việc" in plain
    records.create(Circumstance, by="test", child=orphan, group="dd", from_on=SINCE)
    records.create(Circumstance, by="test", child=orphan, group="l", from_on=SINCE)
    house(orphan, "poor")
    sheet = page_of(officer, orphan, "entitlements-sheet")
    assert "Thẻ bảo hiểm y tế do Nhà nước đóng" in sheet
    assert "HIV" not in sheet and "xâm hại" not in sheet and "can thiệp" not in sheet
    asked = page_of(officer, orphan, "entitlements-sheet", "?kin=1")
    assert "HIV" in asked and "xâm hại" in asked and "Tờ này có phần giữ kín" in asked


def test_who_does_not_read_sealed_rows_sees_the_same_with_and_without_them(
        client_of: Callable[[str], Any], orphan: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = client_of("child_officer")
    for module in (scope, standing, telling, views, room_telling):
        monkeypatch.setattr(module, "reads_sealed", lambda user: False)
    house(orphan, "poor")
    doors = [reverse(f"protection:{name}", args=[orphan.pk]) for name in (
        "entitlements", "entitlements-panel", "entitlements-sheet")]
    doors += [doors[2] + "?kin=1", reverse("protection:eligible"), reverse("protection:policies"),
              reverse("registry:child-history", args=[orphan.pk])]

    def seen() -> list[str]:
        return [re.sub(r'value="\w{64}"', "", officer.get(url).content.decode()) for url in doors]

    before = seen()
    records.create(Circumstance, by="test", child=orphan, group="dd", from_on=SINCE)
    records.create(Circumstance, by="test", child=orphan, group="l", from_on=SINCE)
    records.create(Claim, by="test", child=orphan, policy="tro-cap-hiv", sealed=True, applied_on=SINCE,
                   due_on=SINCE)
    records.create(ChildPaper, by="test", child=orphan, paper="xac-nhan-hiv", sealed=True, seen_on=SINCE)
    assert seen() == before
    assert officer.get(reverse("protection:claim-add", args=[orphan.pk, "tro-cap-hiv"])).status_code == 404


def test_who_is_kept_from_a_case_learns_nothing_of_it_here(client_of: Callable[[str], Any], user: Callable[[str], Any],
                                                          orphan: Child) -> None:
    officer, chairman = user("child_officer"), client_of("chairman")
    cases.name_kin(officer, orphan, by="test")
    doors = [reverse(f"protection:{name}", args=[orphan.pk]) for name in (
        "entitlements", "entitlements-panel", "panel", "child-care")]
    doors += [doors[0].replace("mot-cua/", "to-gia-dinh/?kin=1"), reverse("protection:eligible"),
              reverse("protection:care"), reverse("registry:child-history", args=[orphan.pk])]

    def seen(client: Any) -> list[str]:
        return [re.sub(r'value="[\w-]{36,64}"', "", client.get(url).content.decode()) for url in doors]

    before, known = seen(client_of("child_officer")), seen(chairman)
    case = cases.file_report(by=user("department"), channel="phone", danger=True, child=orphan,
                             told={"what": "x"}, suspect={}).case
    head = user("chairman")
    cases.do(case, "assess", by=head, values={})
    cases.do(case, "verify", by=head, outcome="confirmed")
    cases.record_row(case, by=head, group="l")
    given = Claim.objects.create(commune_id=orphan.commune_id, seq=0, child=orphan, policy="phuc-hoi-sau-ton-hai",
                                 sealed=True, applied_on=TODAY)
    ChildPaper.objects.create(commune_id=orphan.commune_id, seq=0, child=orphan, paper="can-thiep", sealed=True,
                              seen_on=TODAY)
    assert seen(client_of("child_officer")) == before
    assert seen(chairman) != known
    edit = reverse("protection:claim-edit", args=[orphan.pk, given.pk])
    assert client_of("child_officer").get(edit).status_code == 404


def test_a_request_that_tells_a_sealed_group_is_kept_as_such(client_of: Callable[[str], Any], orphan: Child) -> None:
    records.create(Circumstance, by="test", child=orphan, group="dd", from_on=SINCE)
    house(orphan, "poor")
    client_of("child_officer").post(reverse("protection:claim-add", args=[orphan.pk, "tro-cap-hiv"]),
                                    {"applied_on": "2/11/2026", "answer": ""})
    assert Claim.objects.get(child=orphan).sealed is True


def test_the_list_by_village_policy_and_state_adds_up_and_its_workbook_needs_a_purpose(
        client_of: Callable[[str], Any], orphan: Child) -> None:
    officer, url = client_of("child_officer"), reverse("protection:eligible")
    third = str(Unit.objects.get(name="Thôn 3").pk)
    query = f"?chinh-sach=tro-cap-khong-nguon-nuoi&thon={third}"
    page = officer.get(url + query).content.decode()
    assert "Trịnh Hoẵng Ân" in page and "Đủ điều kiện mà chưa nhận" in page
    assert "Trịnh Hoẵng Ân" not in officer.get(url + "?chinh-sach=the-duoi-6-tuoi").content.decode()
    records.create(Claim, by="test", child=orphan, policy="tro-cap-khong-nguon-nuoi", applied_on=SINCE,
                   answer="refused", answered_on=TODAY, refusal="Chưa đủ giấy tờ")
    page = officer.get(url + query + "&trang-thai=refused").content.decode()
    assert "1 em trong danh sách này" in page and "Chưa đủ giấy tờ" in page
    send = reverse("protection:eligible-xlsx")
    typed = {"chinh-sach": "tro-cap-khong-nguon-nuoi", "thon": third, "trang-thai": "refused"}
    assert officer.post(send, typed).status_code == 302
    answer = officer.post(send, typed | {"muc-dich": "Họp với thôn"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    row = [cell.value for cell in sheet[4]]
    assert row[:3] == ["Thôn 3", "Trịnh Hoẵng Ân", "04/05/2018"] and row[9] == "Chưa đủ giấy tờ"
    assert "chưa kiểm chứng văn bản, hãy đối chiếu" in str(row[4])
    event = AuditEvent.objects.filter(verb="export", what="protection.eligible").get()
    assert (event.purpose, event.fields) == ("Họp với thôn", "rows=1")
    assert "Trịnh" not in answer["Content-Disposition"]


def test_sealed_rows_leave_only_when_asked_for_by_who_may_take_them_out(client_of: Callable[[str], Any],
                                                                       orphan: Child) -> None:
    records.create(Circumstance, by="test", child=orphan, group="l", from_on=SINCE)
    send = reverse("protection:eligible-xlsx")
    typed = {"chinh-sach": "phuc-hoi-sau-ton-hai", "muc-dich": "Họp"}

    def names(role: str, **more: str) -> list[Any]:
        sheet = openpyxl.load_workbook(io.BytesIO(client_of(role).post(send, typed | more).content)).active
        return [row[1] for row in sheet.iter_rows(min_row=4, values_only=True)] if sheet else []

    assert "Trịnh Hoẵng Ân" not in names("child_officer")
    assert "Trịnh Hoẵng Ân" in names("child_officer", kin="1")
    assert "Trịnh Hoẵng Ân" not in names("chairman", kin="1")


def test_many_children_are_read_with_a_fixed_number_of_questions(user: Callable[[str], Any]) -> None:
    officer = user("child_officer")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            rows = standings(Child.objects.all(), TODAY, officer)
        assert len(rows) == Child.objects.count() * len(held.policies().on(TODAY))
        return len(found)

    asked()
    few = asked()
    for n in range(30):
        house(child_of(f"Trịnh Hoẵng {n}"), "poor" if n % 2 else "")
    assert asked() == few <= 20


OWN = """
[commune]
kinds = ["dac-biet-kho-khan"]
[rates.chuan-tro-giup]
name = "mức chuẩn của tỉnh"
amounts = [{ from = 2021-07-01, amount = 600000 }]
[[policies]]
code = "tro-cap-khong-nguon-nuoi"
name = "Trợ cấp của tỉnh"
basis = "Nghị quyết của tỉnh"
verified = true
from = 2021-07-01
support = "cash"
[[policies.ways]]
groups = ["a"]
rate = "chuan-tro-giup"
times = 1.5
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path
    (tmp_path / "chinh-sach").mkdir()
    return tmp_path / "chinh-sach"


def test_the_communes_own_file_replaces_policies_rates_and_kinds(client_of: Callable[[str], Any], folder: Path,
                                                                 orphan: Child) -> None:
    (folder / "tinh.toml").write_text(OWN, encoding="utf-8")
    page = page_of(client_of("child_officer"), orphan)
    assert "Trợ cấp của tỉnh" in page and "900.000 đồng một tháng" in page
    assert "Trợ cấp hằng tháng cho em mồ côi" not in page
    rules = client_of("child_officer").get(reverse("protection:policies")).content.decode()
    assert "tinh.toml" in rules and "xã, thôn đặc biệt khó khăn" in rules


def test_a_file_that_cannot_be_used_is_left_out_and_said_so(client_of: Callable[[str], Any], folder: Path,
                                                            orphan: Child) -> None:
    (folder / "sai.toml").write_text(OWN.replace('groups = ["a"]', 'groups = ["z"]').replace(
        'rate = "chuan-tro-giup"\ntimes', 'rate = "khong-co"\ntimes'), encoding="utf-8")
    page = client_of("child_officer").get(reverse("protection:policies")).content.decode()
    assert "sai.toml" in page and "groups chỉ gồm a, b, c" in page
    assert "Trợ cấp hằng tháng cho em mồ côi" in page_of(client_of("child_officer"), orphan)
    with pytest.raises(PolicyError, match="dòng 2"):
        read_policies("[commune]\nkinds = x", "x.toml")
