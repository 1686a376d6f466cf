"""Why and where children are hurt, through the pages: counts without names, places to fix, photographs kept safely."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.indicators import facts
from mangnon.indicators.models import Fact
from mangnon.places.models import Unit, below
from mangnon.plan.models import Plan
from mangnon.protection.models import Hazard, Incident, InjuryDetail, Revision
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

URL = "/bao-ve/tai-nan/"


@pytest.fixture
def hurt(db: None) -> list[Incident]:
    """Six drownings of children of 7, and one burn of a child of 3, all in Thôn 3 this year."""
    Incident.objects.filter(kind="injury").delete()
    made = []
    for n in range(7):
        child = records.create(Child, by="test", full_name=f"Trịnh Hoẵng {n}", sex="male",
                               born_on=dt.date(2023 if n == 6 else 2019, 1, 1))
        records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
        made.append(records.create(Incident, by="test", child=child, kind="injury", detected_on=dt.date(2026, 5, 1)))
    return made


def table(page: str, title: str) -> dict[str, str]:
    part = page.partition(f"<caption>{title}</caption>")[2].partition("</table>")[0]
    return dict(re.findall(r'<th scope="row">([^<]+)</th><td class="n">([^<]+)</td>', part))


def test_causes_are_typed_and_counted_and_small_cells_are_words(client_of: Callable[[str], Any],
                                                              hurt: list[Incident]) -> None:
    officer = client_of("child_officer")
    assert table(officer.get(URL).content.decode(), "Nguyên nhân") == {"Chưa ghi": "7"}
    typed = {f"cause-{row.pk}": "drowning" if n < 6 else "burn" for n, row in enumerate(hurt)}
    typed |= {f"spot-{row.pk}": "water" for row in hurt[:6]}
    page = officer.post(URL + "nguyen-nhan/?nam=2026", typed, follow=True).content.decode()
    assert "Đã ghi 7 vụ." in page
    page = officer.get(URL).content.decode()
    assert table(page, "Nguyên nhân") == {"Đuối nước": "6", "Bỏng": "1", "Chưa ghi": "0"}
    assert table(page, "Ở đâu") == {"Ao, hồ, sông, kênh": "6", "Chưa ghi": "1"}
    assert table(page, "Tuổi") == {"0 đến 4 tuổi": "1", "5 đến 10 tuổi": "6", "11 đến 15 tuổi": "0"}
    assert table(page, "Thôn")["Thôn 3"] == "7" and "Trịnh Hoẵng" not in page
    drawing = page.partition("Số vụ tai nạn theo thôn</h2>")[2].partition("</section>")[0]
    drawn = re.findall(r"<text[^>]*>([^<]+)</text>", drawing)
    assert drawn[drawn.index("Thôn 3") + 1] == "7"
    board = table(client_of("board_member").get(URL).content.decode(), "Nguyên nhân")
    assert (board["Bỏng"], board["Đuối nước"]) == ("số dưới 5", "không nêu")


def test_two_people_at_the_grid_of_causes(client_of: Callable[[str], Any], hurt: list[Incident]) -> None:
    officer, url, one = client_of("child_officer"), URL + "nguyen-nhan/?nam=2026", hurt[0]
    stamps = dict(re.findall(r'name="(dau-[^"]+)" value="([^"]*)"', officer.get(url).content.decode()))
    records.create(InjuryDetail, by="test", incident=one, cause="fall")
    typed = stamps | {f"cause-{one.pk}": "burn", f"cause-{hurt[1].pk}": "drowning"}
    answer = officer.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Trong lúc trang này mở" in page and "Đã ghi 1 dòng, còn 1" in page
    assert dict(InjuryDetail.objects.values_list("incident", "cause")) == {one.pk: "fall", hurt[1].pk: "drowning"}
    assert 'value="burn" selected' in page
    fresh = dict(re.findall(r'name="(dau-[^"]+)" value="([^"]*)"', page))
    assert officer.post(url, typed | fresh).status_code == 302
    assert InjuryDetail.objects.get(incident=one).cause == "burn"


def test_a_line_that_nobody_touched_takes_nothing_back(client_of: Callable[[str], Any], hurt: list[Incident]) -> None:
    officer, url = client_of("child_officer"), URL + "nguyen-nhan/?nam=2026"
    stamps = dict(re.findall(r'name="(dau-[^"]+)" value="([^"]*)"', officer.get(url).content.decode()))
    records.create(InjuryDetail, by="test", incident=hurt[0], cause="fall")
    answer = officer.post(url, stamps | {f"cause-{hurt[0].pk}": "", f"cause-{hurt[1].pk}": "drowning"})
    assert answer.status_code == 302
    assert dict(InjuryDetail.objects.values_list("incident", "cause")) == {hurt[0].pk: "fall", hurt[1].pk: "drowning"}


def test_a_cause_goes_with_its_injury_into_the_history(client_of: Callable[[str], Any], hurt: list[Incident]) -> None:
    officer, row = client_of("child_officer"), hurt[0]
    officer.post(URL + "nguyen-nhan/?nam=2026", {f"cause-{row.pk}": "burn", f"spot-{row.pk}": "home"})
    officer.post(reverse("protection:vu-viec-remove", args=[row.child_id, row.pk]), {"reason": "ghi nhầm em khác"})
    assert not Incident.objects.filter(pk=row.pk).exists() and not InjuryDetail.objects.exists()
    kept = Revision.objects.get(model="injurydetail", verb="remove")
    assert (kept.values["cause"], kept.values["spot"], kept.reason) == ("burn", "home", "ghi nhầm em khác")


def test_a_refuted_one_and_a_grown_up_are_not_counted(client_of: Callable[[str], Any], hurt: list[Incident]) -> None:
    records.correct(hurt[0], by="test", confirmed=False)
    Child.objects.filter(pk=hurt[1].child_id).update(born_on=dt.date(2010, 1, 1))
    assert table(client_of("child_officer").get(URL).content.decode(), "Nguyên nhân") == {"Chưa ghi": "5"}


def form(**more: Any) -> dict[str, Any]:
    return {"unit": Unit.objects.get(name="Thôn 2").pk, "place": "bờ ao sau nhà văn hóa", "danger": "drowning",
            "work": "rào lại, cắm biển", "owner": "Trưởng thôn 2", "due_on": "1/10/2026", **more}


def test_a_place_goes_from_found_to_overdue_to_done(client_of: Callable[[str], Any], db: None) -> None:
    officer = client_of("child_officer")
    photo = SimpleUploadedFile("Nguyen Van A.jpg", b"\xff\xd8\xff\xe0 anh", content_type="text/html")
    Hazard.objects.all().delete()
    page = officer.post("/bao-ve/diem-nguy-hiem/them/", form(before_photo=photo), follow=True).content.decode()
    assert "Còn 1 điểm nguy hiểm phải xử lý" in page and "quá hạn 01/10/2026" in page
    row = Hazard.objects.get()
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", row.before_file)
    assert (Path(settings.UPLOADS_DIR) / row.before_file).read_bytes() == b"\xff\xd8\xff\xe0 anh"
    sent = client_of("department").get(reverse("protection:hazard-photo", args=[row.pk, "truoc"]))
    assert sent["Content-Type"] == "image/jpeg" and sent["Content-Disposition"].startswith("attachment")
    assert sent["X-Content-Type-Options"] == "nosniff" and b"".join(sent.streaming_content).endswith(b"anh")
    assert officer.get(reverse("protection:hazard-photo", args=[row.pk, "sau"])).status_code == 404
    page = officer.post(reverse("protection:hazard-edit", args=[row.pk]), form(
        after="đã rào", done_on="5/11/2026"), follow=True).content.decode()
    assert "xong 05/11/2026" in page and "Không còn điểm nguy hiểm" in page and Hazard.objects.get().before_file


@pytest.mark.parametrize(("content", "said"), [
    (b"<script>alert(1)</script>", "Chỉ nhận PDF"), (b"%PDF-" + b"0" * (8 * 1024 * 1024), "lớn quá 8 MB"),
    (b"", "Tệp này trống")])
def test_other_files_are_not_taken_and_nothing_typed_is_lost(client_of: Callable[[str], Any], db: None, content: bytes,
                                                            said: str) -> None:
    Hazard.objects.all().delete()
    answer = client_of("child_officer").post("/bao-ve/diem-nguy-hiem/them/", form(
        before_photo=SimpleUploadedFile("a.pdf", content)))
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "bờ ao sau nhà văn hóa" in page
    assert not Hazard.objects.exists()


def test_sheets_of_facilities_ask_what_the_grid_asks(client_of: Callable[[str], Any], db: None) -> None:
    officer = client_of("child_officer")
    page = officer.get("/tre-em/dia-ban/kiem-tra/2026/phieu/").content.decode()
    grid = officer.get("/tre-em/dia-ban/kiem-tra/2026/").content.decode()
    assert page.count("có · không · chưa rõ") == grid.count("<select name=") - grid.count('<select name="language"')
    assert "In phiếu đi xem" in grid and "chưa đối chiếu" in page
    kinds = {"trạm y tế": set(), "điểm vui chơi": {"21"}, "trường tiểu học": {"7", "19", "20a"}}
    for kind, lines in kinds.items():
        leaf = page.partition(f'<p class="small">{kind.capitalize()},')[2].partition("</section>")[0]
        found = re.findall(r"<tr><td>([^<]+)</td>", leaf)
        assert found and set(found) - {"–"} == lines and ("<li>" in leaf) is bool(lines)
    for code in ("7", "19", "20a", "21"):
        assert "/tre-em/dia-ban/kiem-tra/2026/phieu/" in officer.get(f"/chi-tieu/{code}/").content.decode()


def test_two_thon_of_one_name_are_two_rows(client_of: Callable[[str], Any], hurt: list[Incident]) -> None:
    there = Unit.objects.get(name="Xã Hoằng Kim")
    Plan.objects.update(unit=Unit.objects.get(name="Xã Hoằng Phú"))
    other = records.create(Unit, by="test", name="Thôn 3", code="1588903", level="village", parent=there,
                           area="rural", valid_from=dt.date(1997, 1, 1))
    Residence.objects.filter(child__in=[row.child_id for row in hurt[:2]]).update(unit=other)
    found = table(client_of("child_officer").get(URL).content.decode(), "Thôn")
    assert (found["Thôn 3 (Xã Hoằng Trung)"], found["Thôn 3 (Xã Hoằng Kim)"], found["Thôn 2"]) == ("5", "2", "0")
    assert "Thôn 3" not in found


def test_an_injury_before_a_child_came_here_is_not_ours(client_of: Callable[[str], Any], hurt: list[Incident]) -> None:
    officer = client_of("child_officer")
    far = Unit.objects.get(name="Xã Hoằng Quý")
    home = Residence.objects.get(child=hurt[0].child_id)
    records.correct(home, by="test", from_on=dt.date(2026, 6, 1))
    records.create(Residence, by="test", child=hurt[0].child, unit=far, from_on=dt.date(2019, 1, 1),
                   to_on=dt.date(2026, 6, 1))
    # One who died of it lived where she died; one whose home is not in a thôn stands apart, so that rows add up.
    records.correct(hurt[1], by="test", fatal=True)
    Child.objects.filter(pk=hurt[1].child_id).update(died_on=dt.date(2026, 5, 1))
    Residence.objects.filter(child=hurt[1].child_id).update(to_on=dt.date(2026, 5, 1))
    Residence.objects.filter(child=hurt[2].child_id).update(unit=Unit.objects.get(name="Xã Hoằng Trung"))
    page = officer.get(URL).content.decode()
    assert table(page, "Nguyên nhân") == {"Chưa ghi": "6"}
    assert (table(page, "Thôn")["Thôn 3"], table(page, "Thôn")["Chưa rõ thôn"]) == ("5", "1")
    outbox.process()
    facts.ensure(TODAY)
    ours = below([Unit.objects.get(name="Xã Hoằng Trung")], TODAY)
    facts_here = Fact.objects.filter(measure="11a", period=2026, place__in=map(str, ours))
    assert facts_here.aggregate(n=Sum("numerator"))["n"] == 6
    grid = officer.get(URL + "nguyen-nhan/?nam=2026").content.decode()
    assert "Trịnh Hoẵng 0" not in grid and "Trịnh Hoẵng 2" in grid


def test_an_injury_is_of_the_thon_where_the_child_lived_that_day(client_of: Callable[[str], Any],
                                                                hurt: list[Incident]) -> None:
    two, three = Unit.objects.get(name="Thôn 2"), Unit.objects.get(name="Thôn 3")
    for row, day in ((hurt[0], dt.date(2026, 5, 1)), (hurt[1], dt.date(2026, 5, 2)), (hurt[2], dt.date(2026, 9, 1))):
        Residence.objects.filter(child=row.child_id).update(to_on=day)
        records.create(Residence, by="test", child=row.child, unit=two, from_on=day)
    # Hurt on the day of the move: at the new home. Moved the day after, or in autumn: at the old one.
    found = table(client_of("child_officer").get(URL).content.decode(), "Thôn")
    assert (found[str(two)], found[str(three)]) == ("1", "6")
