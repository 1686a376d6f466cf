"""A day of disaster through its pages: found, safe, in need, relieved; only a child in need counts in line 12."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.core.models import AuditEvent
from mangnon.indicators import live
from mangnon.places.models import Succession, Unit
from mangnon.protection.disaster_actions import strike
from mangnon.protection.disaster_sheet import read_moment, shown_moment
from mangnon.protection.models import Disaster, DisasterLine, Incident
from mangnon.registry.models import Carer, Child, Household, HouseholdMember, Residence
from tests.conftest import TODAY

DAY = dt.date(2026, 11, 10)


@pytest.fixture
def storm(db: None) -> Disaster:
    for row in Incident.objects.filter(kind="disaster"):
        records.remove(row, by="test", reason="thử")
    return strike(None, [Unit.objects.get(name="Thôn 3")], by="test", name="Bão số 9", kind="storm", occurred_on=DAY)


@pytest.fixture
def children(storm: Disaster) -> list[Child]:
    made = []
    for name, born in (("Trịnh Hoẵng Một", dt.date(2015, 3, 1)), ("Trịnh Hoẵng Hai", dt.date(2020, 3, 1)),
                       ("Trịnh Hoẵng Lớn", dt.date(2010, 11, 10))):
        child = records.create(Child, by="test", full_name=name, sex="male", born_on=born)
        records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=born)
        made.append(child)
    records.create(Carer, by="test", child=made[0], full_name="Bà Thử", relation="grandparent", phone="0912 345 678")
    outbox.process()
    return made


def sheet(storm: Disaster) -> str:
    return reverse("protection:disaster-sheet", args=[storm.pk, storm.places.get().unit_id])


def typed(client: Any, url: str, child: Child, **cells: str) -> dict[str, str]:
    """The page's own cells with those of one child changed, as a browser sends them."""
    page = client.get(url).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(dau-[^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input (?:class="long" )?name="((?:thay|can|cuu-tro)-[^"]+)" value="([^"]*)"', page))
    names = {"thay": "thay", "an_toan": "an-toan", "can": "can", "cuu_tro": "cuu-tro"}
    return found | {f"{names[name]}-{child.pk}": text for name, text in cells.items()}


def line_12() -> tuple[int, int]:
    outbox.process()
    found = live.ask(unit="15892", year=2026, as_of=TODAY, borders=None)
    line = next(m for m in found["measures"] if m["measure"] == "12")
    return line["numerator"], line["denominator"]


def test_the_sheet_has_every_child_under_16_with_her_phone_half_hidden(client_of: Callable[[str], Any],
                                                                     storm: Disaster, children: list[Child]) -> None:
    page = client_of("collaborator").get(sheet(storm)).content.decode()
    assert "Trịnh Hoẵng Một" in page and "Trịnh Hoẵng Hai" in page and "Trịnh Hoẵng Lớn" not in page
    assert "09••••78" in page and "345" not in re.findall(r"Bà Thử[^<]*", page)[0]
    homes = Residence.objects.on(DAY).filter(unit__name="Thôn 3").values("child")
    expected = Child.objects.filter(pk__in=homes, died_on=None, born_on__gt=dt.date(2010, 11, 10), born_on__lte=DAY)
    assert page.count('name="thay-') == expected.count()
    assert 'class="print-only"' in page and children[0].pk.hex[-5:].upper() in page


def test_found_and_safe_moves_no_figure_and_a_need_does(client_of: Callable[[str], Any], storm: Disaster,
                                                      children: list[Child]) -> None:
    officer, url, one = client_of("child_officer"), sheet(storm), children[0]
    assert line_12() == (0, 0)
    assert officer.post(url, typed(officer, url, one, thay="9h40", an_toan="true")).status_code == 302
    assert line_12() == (0, 0) and not Incident.objects.filter(child=one).exists()
    officer.post(url, typed(officer, url, one, an_toan="true", can="nước sạch, chăn"))
    incident = Incident.objects.get(child=one)
    assert (incident.kind, incident.occurred_on, incident.confirmed, incident.relieved_on) == (
        "disaster", DAY, True, None)
    assert line_12() == (0, 1)
    officer.post(url, typed(officer, url, one, an_toan="true", cuu_tro="17/11 15h"))
    assert Incident.objects.get(child=one).relieved_on == dt.date(2026, 11, 17) and line_12() == (1, 1)
    officer.post(url, typed(officer, url, one, an_toan="true", cuu_tro="18/11 8h"))
    assert line_12() == (0, 1)
    officer.post(url, typed(officer, url, one, an_toan="true", can="", cuu_tro=""))
    assert line_12() == (0, 0) and not Incident.objects.filter(child=one).exists()


def test_an_incident_written_by_hand_is_not_doubled(client_of: Callable[[str], Any], storm: Disaster,
                                                   children: list[Child]) -> None:
    officer, url, one = client_of("child_officer"), sheet(storm), children[0]
    records.create(Incident, by="test", child=one, kind="disaster", occurred_on=DAY, detected_on=DAY,
                   relieved_on=dt.date(2026, 11, 12))
    officer.post(url, typed(officer, url, one, can="chăn"))
    assert [i.relieved_on for i in Incident.objects.filter(child=one)] == [dt.date(2026, 11, 12)]
    officer.post(url, typed(officer, url, one, can="chăn, gạo"))
    assert [i.relieved_on for i in Incident.objects.filter(child=one)] == [dt.date(2026, 11, 12)]
    assert f'name="cuu-tro-{one.pk}" value="12/11/2026"' in officer.get(url).content.decode()
    officer.post(url, typed(officer, url, one, can="chăn, gạo", cuu_tro=""))
    assert [i.relieved_on for i in Incident.objects.filter(child=one)] == [None]


def test_relief_written_on_the_incident_later_stays(client_of: Callable[[str], Any], storm: Disaster,
                                                   children: list[Child]) -> None:
    officer, url, one = client_of("child_officer"), sheet(storm), children[0]
    officer.post(url, typed(officer, url, one, can="chăn"))
    old = typed(officer, url, one, can="chăn", thay="9h40")
    records.correct(Incident.objects.get(child=one), by="test", relieved_on=dt.date(2026, 11, 13))
    assert "Trong lúc trang này mở" in officer.post(url, old).content.decode()
    officer.post(url, typed(officer, url, one, thay="9h40"))
    assert shown_moment(DisasterLine.objects.get(child=one).found_at, DAY) == "9h40"
    assert Incident.objects.get(child=one).relieved_on == dt.date(2026, 11, 13) and line_12() == (1, 1)


def test_a_corrected_day_takes_its_incidents_along(client_of: Callable[[str], Any], storm: Disaster,
                                                  children: list[Child]) -> None:
    officer, url, one = client_of("child_officer"), sheet(storm), children[0]
    officer.post(url, typed(officer, url, one, can="chăn", cuu_tro="17/11 15h"))
    assert line_12() == (1, 1)
    officer.post(reverse("protection:disaster-edit", args=[storm.pk]), {
        "name": "Bão số 9", "kind": "storm", "occurred_on": "9/11/2026",
        "units": [storm.places.get().unit_id], "version": storm.seq})
    assert Incident.objects.get(child=one).occurred_on == dt.date(2026, 11, 9) and line_12() == (0, 1)
    assert DisasterLine.objects.get(child=one).incident == Incident.objects.get(child=one)


def test_a_thon_merged_since_keeps_its_sheet(client_of: Callable[[str], Any], storm: Disaster,
                                            children: list[Child]) -> None:
    officer, url, old = client_of("child_officer"), sheet(storm), Unit.objects.get(name="Thôn 3")
    records.create(Succession, by="test", predecessor=old, successor=Unit.objects.get(name="Thôn 2"),
                   on=dt.date(2026, 11, 15))
    records.correct(old, by="test", valid_to=dt.date(2026, 11, 15))
    assert children[0].full_name in officer.get(url).content.decode()
    assert url in officer.get(reverse("protection:disaster", args=[storm.pk])).content.decode()
    form = officer.get(reverse("protection:disaster-edit", args=[storm.pk])).content.decode()
    assert re.search(rf'value="{old.pk}"[^>]*checked', form)
    data = {"name": "Lốc", "kind": "storm", "occurred_on": "14/11/2026", "units": [old.pk]}
    assert officer.post(reverse("protection:disaster-add"), data).status_code == 302
    answer = officer.post(reverse("protection:disaster-add"), {**data, "occurred_on": "16/11/2026"})
    assert answer.status_code == 422 and "không còn, vào ngày ấy" in answer.content.decode()


def test_whom_to_call_is_who_looks_after_the_child_now(client_of: Callable[[str], Any], storm: Disaster,
                                                      children: list[Child]) -> None:
    two = children[1]
    for name, kin, begins, ends, phone in (("Bà Cũ", "grandparent", dt.date(2025, 1, 1), DAY, "0911 111 111"),
                                           ("Dì Xưa", "other", dt.date(2021, 1, 1), None, "0922 222 222"),
                                           ("Mẹ Nay", "mother", dt.date(2026, 1, 1), None, "0933 333 333")):
        records.create(Carer, by="test", child=two, full_name=name, relation=kin, from_on=begins, to_on=ends,
                       phone=phone)
    page = client_of("child_officer").get(sheet(storm)).content.decode()
    assert "Mẹ Nay" in page and "Bà Cũ" not in page and "Dì Xưa" not in page


def test_a_collaborator_reports_and_reads_no_need_back(client_of: Callable[[str], Any], storm: Disaster,
                                                      children: list[Child]) -> None:
    collaborator, url, one = client_of("collaborator"), sheet(storm), children[0]
    collaborator.post(url, typed(collaborator, url, one, thay="10h", can="thuốc hạ sốt"))
    line = DisasterLine.objects.get(child=one)
    assert line.needs == "thuốc hạ sốt" and Incident.objects.get(child=one).confirmed is None
    page = collaborator.get(url).content.decode()
    assert "thuốc hạ sốt" not in page and "đã báo" in page and "cuu-tro-" not in page and 'value="10h00"' in page
    collaborator.post(url, typed(collaborator, url, one, thay="10h15"))
    line.refresh_from_db()
    assert line.needs == "thuốc hạ sốt" and line_12() == (0, 1)
    records.correct(line, by="test", needs="thuốc hạ sốt; sữa")
    collaborator.post(url, typed(collaborator, url, one, can="chăn"))
    collaborator.post(url, typed(collaborator, url, one, can="chăn"))
    line.refresh_from_db()
    assert line.needs == "thuốc hạ sốt; sữa; chăn"
    assert "thuốc hạ sốt" in client_of("child_officer").get(url).content.decode()


def test_a_wrong_row_waits_and_the_others_are_written(client_of: Callable[[str], Any], storm: Disaster,
                                                     children: list[Child]) -> None:
    officer, url, (one, two, _big) = client_of("child_officer"), sheet(storm), children
    data = typed(officer, url, one, thay="lúc sáng") | {f"thay-{two.pk}": "9:05"}
    answer = officer.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Đã ghi 1 em, còn 1 dòng cần sửa." in page
    assert "Chưa đọc được giờ “lúc sáng”" in page and 'value="lúc sáng"' in page
    assert list(DisasterLine.objects.filter(disaster=storm).values_list("child", flat=True)) == [two.pk]
    data = typed(officer, url, one, thay="9/11 8h")
    assert "trước ngày thiên tai" in officer.post(url, data).content.decode()
    data = typed(officer, url, one, cuu_tro="9h")
    assert "chưa ghi em cần gì" in officer.post(url, data).content.decode()


def test_two_people_at_one_sheet(client_of: Callable[[str], Any], storm: Disaster, children: list[Child]) -> None:
    officer, collaborator, url, one = client_of("child_officer"), client_of("collaborator"), sheet(storm), children[0]
    old = typed(officer, url, one, thay="11h")
    collaborator.post(url, typed(collaborator, url, one, thay="9h40"))
    answer = officer.post(url, old)
    assert answer.status_code == 422 and "Trong lúc trang này mở" in answer.content.decode()
    assert shown_moment(DisasterLine.objects.get(child=one).found_at, DAY) == "9h40"


@pytest.mark.parametrize(("text", "shown"), [
    ("9h40", "9h40"), ("9:05", "9h05"), ("0940", "9h40"), ("14h", "14h00"), ("12/11 7h30", "12/11/2026 7h30"),
    ("", "")])
def test_times_as_people_write_them(text: str, shown: str) -> None:
    assert shown_moment(read_moment(text, DAY), DAY) == shown


def test_the_officer_opens_a_day_and_sees_the_thon_side_by_side(client_of: Callable[[str], Any],
                                                              storm: Disaster) -> None:
    officer, units = client_of("child_officer"), Unit.objects.filter(name__in=["Thôn 2", "Thôn 3"])
    data = {"name": "Lũ tháng 11", "kind": "flood", "occurred_on": "12/11/2026", "units": [u.pk for u in units]}
    page = officer.post(reverse("protection:disaster-add"), data, follow=True).content.decode()
    assert "Lũ tháng 11: còn" in page and "Thôn 2" in page and "Thôn 3" in page
    assert officer.post(reverse("protection:disaster-add"), {**data, "units": []}).status_code == 422
    collaborator = client_of("collaborator").get(
        reverse("protection:disaster", args=[Disaster.objects.get(name="Lũ tháng 11").pk])).content.decode()
    assert "Thôn 3" in collaborator and "Thôn 2" not in collaborator and "Cần giúp" not in collaborator
    assert "Ngày thiên tai" in officer.get("/chi-tieu/12/").content.decode()


def test_a_line_has_its_history_on_the_childs_page_of_changes(client_of: Callable[[str], Any], storm: Disaster,
                                                              children: list[Child]) -> None:
    officer, url, one = client_of("child_officer"), sheet(storm), children[0]
    there = reverse("registry:child-history", args=[one.pk])
    assert there not in officer.get(url).content.decode()
    officer.post(url, typed(officer, url, one, thay="9h40", an_toan="true"))
    officer.post(url, typed(officer, url, one, an_toan="false", thay="11/11 7h05"))
    assert there in officer.get(url).content.decode()
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", officer.get(there).content.decode()))
    assert "Lê Thị Hạnh sửa: dòng của một em ngày thiên tai, Bão số 9" in page
    assert "Thấy em lúc: 09 giờ 40, 10/11/2026 → 07 giờ 05, 11/11/2026" in page and "An toàn: có → không" in page
    # Who reports from the thôn reads no need, so nothing of it is in the history she opens.
    other = client_of("collaborator").get(there)
    assert other.status_code == 200 and "thiên tai" not in other.content.decode()
    assert there not in client_of("collaborator").get(url).content.decode()


def test_a_half_hidden_number_is_shown_by_a_button_and_each_time_is_noted(client_of: Callable[[str], Any],
                                                                          storm: Disaster, children: list[Child],
                                                                          ) -> None:
    collaborator, url = client_of("collaborator"), sheet(storm)
    page = collaborator.get(url).content.decode()
    doors = re.findall(r'<button[^>]*form="so" formaction="([^"]+)"', page)
    there = reverse("protection:disaster-phone", args=[storm.pk, storm.places.get().unit_id, children[0].pk])
    assert there in doors and len(doors) == page.count("••••") / 2
    # The button is of another form, in another tab: what was typed on the sheet stays.
    assert page.index('<form id="so"') > page.index("</form>") and 'target="_blank"' in page
    before = AuditEvent.objects.filter(verb="reveal").count()
    shown = collaborator.post(there).content.decode()
    assert "0912 345 678" in shown and "được ghi nhật ký" in shown
    event = AuditEvent.objects.filter(verb="reveal").latest("seq")
    assert (event.what, event.record_id, event.fields) == (
        "registry.Carer", str(Carer.objects.get(child=children[0]).pk), "phone")
    assert "0912" not in event.digest + event.purpose + event.fields
    # Nobody to call, nothing to note; another thôn's child is not there at all.
    assert "0912" not in collaborator.post(there.replace(str(children[0].pk), str(children[1].pk))).content.decode()
    far = Child.objects.resident_on(DAY).exclude(residences__unit__name="Thôn 3").in_name_order()[0]
    for client in (collaborator, client_of("child_officer")):
        assert client.post(there.replace(str(children[0].pk), str(far.pk))).status_code == 404
    assert client_of("teacher").post(there).status_code == 404
    assert AuditEvent.objects.filter(verb="reveal").count() == before + 1
    # Found, or long ago: who only reports has nobody to call any more.
    collaborator.post(url, typed(collaborator, url, children[0], thay="10h"))
    assert collaborator.post(there).status_code == 404
    assert "0912 345 678" in client_of("child_officer").post(there).content.decode()


def test_each_adult_stands_once_on_paper(client_of: Callable[[str], Any], storm: Disaster,
                                         children: list[Child]) -> None:
    home = records.create(Household, by="test", unit=Unit.objects.get(name="Thôn 3"), head_name="Bà Thử")
    for child in children[:2]:
        records.create(HouseholdMember, by="test", household=home, child=child, from_on=dt.date(2021, 1, 1))
    records.create(Carer, by="test", child=children[1], full_name="Bà Khác", relation="grandparent")
    outbox.process()
    page = client_of("child_officer").get(sheet(storm)).content.decode()
    paper = page.partition('<div class="print-only">')[2]
    cells = {name: " ".join(cell.split()) for name, cell in re.findall(
        r'<th scope="row">(Trịnh[^,]+), \d+</th><td>(.*?)</td>', paper)}
    assert cells["Trịnh Hoẵng Một"].startswith("Bà Thử 0") and cells["Trịnh Hoẵng Một"].count("Bà Thử") == 1
    assert cells["Trịnh Hoẵng Hai"] == "Bà Thử; Bà Khác" and "page-wide" in page


def test_ticks_of_a_stale_page_follow_what_a_colleague_ticked(client_of: Callable[[str], Any], storm: Disaster) -> None:
    officer, url = client_of("child_officer"), reverse("protection:disaster-edit", args=[storm.pk])
    two, three, five, six = (Unit.objects.get(name=f"Thôn {n}") for n in (2, 3, 5, 6))
    strike(storm, [two, three], by="test", name="Bão số 9", kind="storm", occurred_on=DAY)

    def stamp(page: Any) -> str:
        found = re.search(r'name="dau" value="([^"]+)"', page.content.decode())
        assert found
        return found[1]

    def ticked(page: Any) -> set[str]:
        return set(re.findall(r'name="units" value="([^"]+)"[^>]*checked', page.content.decode()))

    typed = {"name": "Bão số 9", "kind": "storm", "occurred_on": "10/11/2026", "dau": stamp(officer.get(url))}
    # A colleague adds thôn 5 and takes thôn 2 off; this page, drawn before, adds thôn 6.
    strike(storm, [three, five], by="test", name="Bão số 9", kind="storm", occurred_on=DAY)
    refused = officer.post(url, typed | {"units": [str(two.pk), str(three.pk), str(six.pk)]})
    assert refused.status_code == 422
    assert "Nay là: thôn bị ảnh hưởng: Thôn 3, Thôn 5" in refused.content.decode()
    assert ticked(refused) == {str(three.pk), str(five.pk), str(six.pk)}
    assert set(storm.places.values_list("unit__name", flat=True)) == {"Thôn 3", "Thôn 5"}
    again = officer.post(url, typed | {"units": sorted(ticked(refused)), "dau": stamp(refused)})
    assert again.status_code == 302
    assert set(storm.places.values_list("unit__name", flat=True)) == {"Thôn 3", "Thôn 5", "Thôn 6"}
