"""The monthly sheet: what the register holds of a month, sent by the thôn, answered by the officer; who is silent."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.accounts.models import Assignment
from mangnon.core import records
from mangnon.core.models import Owner
from mangnon.places.models import Unit
from mangnon.registry import actions, monthly
from mangnon.registry.models import Child, MonthlyReport, Residence
from tests.conftest import TODAY

OCTOBER = dt.date(2026, 10, 1)


def thon(n: int) -> Unit:
    return Unit.objects.get(name=f"Thôn {n}")


def born(name: str, on: dt.date, unit: Unit) -> Child:
    child = records.create(Child, by="test", full_name=name, sex="female", born_on=on)
    records.create(Residence, by="test", child=child, unit=unit, from_on=on)
    return child


def plain(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def used_since(day: dt.date) -> None:
    Owner.objects.update(created_at=dt.datetime.combine(day, dt.time(9), dt.UTC))


def url(unit: Unit, month: str = "2026-10") -> str:
    return reverse("registry:month", args=[unit.pk, month])


def stamp() -> str:
    """What the officer's page was drawn from."""
    return str(MonthlyReport.objects.get().seq)


@pytest.fixture
def empty(db: None) -> Unit:
    """A thôn of its own in which nothing has happened yet."""
    third = thon(3)
    return records.create(Unit, by="test", name="Thôn 8", code="99998", level="village", parent=third.parent,
                          valid_from=third.valid_from)


def test_a_month_as_the_register_holds_it(empty: Unit) -> None:
    newborn, comer = born("Xuyến Quỳ Oanh", dt.date(2026, 10, 3), empty), born(
        "Xuyến Quỳ Ưng", dt.date(2020, 1, 1), thon(5))
    old, gone = born("Xuyến Quỳ Ý", dt.date(2015, 1, 1), empty), born("Xuyến Quỳ Yên", dt.date(2016, 1, 1), empty)
    actions.move(comer, by="test", on=dt.date(2026, 10, 31), unit=empty)
    actions.move(gone, by="test", on=dt.date(2026, 10, 1), unit=None)
    actions.note_death(old, by="test", died_on=dt.date(2026, 10, 20), death_cause="illness")
    found = monthly.changes_of(empty, OCTOBER)
    assert (found.born, found.came, found.died, found.left) == ([newborn], [comer], [old], [gone])
    assert monthly.changes_of(thon(5), OCTOBER).left == [comer]
    assert monthly.changes_of(empty, dt.date(2026, 9, 1)).none and monthly.changes_of(empty, dt.date(2026, 11, 1)).none


def test_a_thon_sends_the_officer_asks_back_and_approves(client_of: Callable[[str], Any]) -> None:
    officer, collaborator, third = client_of("child_officer"), client_of("collaborator"), thon(3)
    used_since(dt.date(2025, 3, 1))
    born("Xuyến Quỳ Oanh", dt.date(2026, 10, 3), third)
    page = plain(collaborator.get(url(third)))
    assert "Xuyến Quỳ Oanh" in page and "chưa gửi" in page and "Không biến động" not in page
    refused = collaborator.post(url(third), {"viec": "khong", "noi-them": "hộ bà Tư mới nghèo"})
    assert refused.status_code == 422 and "chưa nhận “không biến động”" in plain(refused)
    assert "hộ bà Tư mới nghèo" in refused.content.decode() and not MonthlyReport.objects.exists()
    assert collaborator.post(url(third), {"viec": "gui", "noi-them": "hộ bà Tư mới nghèo"}).status_code == 302
    report = MonthlyReport.objects.get()
    assert report.counts["born"] >= 1 and (report.month, report.sent_on) == (OCTOBER, TODAY)
    assert "1 phiếu biến động tháng chờ duyệt" in plain(officer.get(reverse("indicators:mine")))
    assert "hộ bà Tư mới nghèo" in officer.get(url(third)).content.decode()
    assert officer.post(url(third), {"viec": "hoi", "hoi-lai": "", "dau": stamp()}).status_code == 422
    assert officer.post(url(third), {"viec": "duyet", "dau": "0"}).status_code == 422
    officer.post(url(third), {"viec": "hoi", "hoi-lai": "Hộ nào?", "dau": stamp()})
    assert "Cán bộ hỏi lại phiếu tháng 10/2026 của Thôn 3" in plain(collaborator.get(reverse("indicators:mine")))
    assert "Hộ nào?" in plain(collaborator.get(url(third)))
    collaborator.post(url(third), {"viec": "gui", "noi-them": "hộ số 12"})
    officer.post(url(third), {"viec": "duyet", "dau": stamp()})
    report.refresh_from_db()
    assert report.approved_on == TODAY and report.reply == ""
    assert "đã duyệt" in plain(collaborator.get(url(third)))
    born("Xuyến Quỳ Ưng", dt.date(2026, 10, 9), third)
    assert "Hãy gửi lại để hai bên khớp" in plain(collaborator.get(url(third)))


def test_a_sheet_that_the_register_contradicts_is_approved_only_by_a_word(client_of: Callable[[str], Any],
                                                                          empty: Unit) -> None:
    officer, sender = client_of("child_officer"), client_of("collaborator")
    records.correct(Assignment.objects.get(role="collaborator"), by="test", unit=empty)
    assert sender.post(url(empty), {"viec": "khong"}).status_code == 302
    assert "sổ nay có biến động" not in plain(officer.get(url(empty)))
    assert "Vẫn duyệt" not in plain(officer.get(url(empty)))
    born("Xuyến Quỳ Ưng", dt.date(2026, 10, 9), empty)
    said = "Thôn gửi “không biến động”, nhưng sổ nay có biến động của tháng này. Sổ nay: sinh 1, mất 0, đến 0, đi 0."
    for client in (officer, sender):
        assert said in plain(client.get(url(empty))) and "Xuyến Quỳ Ưng" in plain(client.get(url(empty)))
    assert "Hãy gửi lại để hai bên khớp." in plain(sender.get(url(empty)))
    refused = officer.post(url(empty), {"viec": "duyet", "dau": stamp()})
    assert refused.status_code == 422 and "Phiếu nói khác sổ." in plain(refused)
    sure = re.search(r'name="van-duyet" value="([^"]+)"', refused.content.decode())
    assert sure and MonthlyReport.objects.get().approved_on is None
    # One more is recorded while the officer looks: what she ticked spoke of less.
    born("Xuyến Quỳ Vân", dt.date(2026, 10, 10), empty)
    typed = {"viec": "duyet", "dau": stamp(), "van-duyet": sure[1]}
    assert officer.post(url(empty), typed).status_code == 422
    sure = re.search(r'name="van-duyet" value="([^"]+)"', officer.get(url(empty)).content.decode())
    assert sure and officer.post(url(empty), typed | {"van-duyet": sure[1]}).status_code == 302
    assert MonthlyReport.objects.get().approved_on == TODAY


def test_nothing_changed_is_said_not_taken_from_silence(client_of: Callable[[str], Any], empty: Unit) -> None:
    officer = client_of("child_officer")
    used_since(dt.date(2025, 3, 1))
    assert officer.post(url(empty), {"viec": "khong"}).status_code == 302
    assert MonthlyReport.objects.get(unit=empty).nothing
    rows = {row.unit: row for row in monthly.months_of([empty, thon(5)], TODAY)}
    # The running month is not over: nobody is behind with it.
    assert (rows[empty].silent_since, rows[empty].behind) == (dt.date(2025, 12, 1), 10)
    assert [month for month, report in rows[empty].cells if report] == [OCTOBER]
    assert (rows[thon(5)].silent_since, rows[thon(5)].behind) == (dt.date(2025, 12, 1), 11)
    for month in range(12):
        if month != 9:
            # From December 2025 on; September 2026 was left out, and the running month does not hide that.
            day = dt.date(2025 + (11 + month) // 12, (11 + month) % 12 + 1, 1)
            monthly.send(thon(5), day, by="test", on=TODAY, nothing=False)
    five = monthly.months_of([thon(5)], TODAY)[0]
    assert (five.silent_since, five.behind) == (dt.date(2026, 9, 1), 1)
    page = plain(officer.get(reverse("registry:months")))
    assert "thôn chưa gửi phiếu biến động" in page and "09/2026" in page


def test_a_death_is_no_departure_and_a_second_home_row_no_arrival(empty: Unit) -> None:
    child = born("Xuyến Quỳ Oanh", dt.date(2015, 1, 1), empty)
    home = child.residences.get()
    records.correct(home, by="test", to_on=dt.date(2026, 10, 5))
    again = records.create(Residence, by="test", child=child, unit=empty, from_on=dt.date(2026, 10, 5))
    assert monthly.changes_of(empty, OCTOBER).none
    actions.note_death(child, by="test", died_on=dt.date(2026, 10, 31), death_cause="illness")
    # The first day of not living there any more is the day after.
    records.correct(again, by="test", to_on=dt.date(2026, 11, 1))
    assert monthly.changes_of(empty, OCTOBER).died == [child] and monthly.changes_of(empty, dt.date(2026, 11, 1)).none


def test_each_thon_for_itself_and_no_month_to_come(client_of: Callable[[str], Any]) -> None:
    collaborator, third = client_of("collaborator"), thon(3)
    assert collaborator.get(url(thon(5))).status_code == 404
    assert collaborator.get(url(third, "2026-12")).status_code == 404
    assert collaborator.get(url(third, "2026-13")).status_code == 404
    assert collaborator.post(url(third), {"viec": "duyet"}).status_code == 404
    assert client_of("chairman").post(url(third), {"viec": "gui"}).status_code == 404
    assert collaborator.get(reverse("registry:months"))["Location"] == url(third, "2026-11")
    assert client_of("teacher").get(url(third)).status_code == 404


def test_who_never_used_the_sheet_is_not_reminded(client_of: Callable[[str], Any]) -> None:
    assert "phiếu biến động" not in plain(client_of("collaborator").get(reverse("indicators:mine")))
    monthly.send(thon(5), OCTOBER, by="test", on=TODAY, nothing=False)
    told = plain(client_of("collaborator").get(reverse("indicators:mine")))
    assert "Thôn 3 chưa gửi phiếu biến động tháng 10/2026" in told


def test_the_running_month_and_what_lies_before_the_program_are_no_arrears(client_of: Callable[[str], Any],
                                                                          empty: Unit) -> None:
    officer = client_of("child_officer")
    used_since(dt.date(2026, 9, 14))

    def cells(month: str) -> set[str]:
        """What the table says of a month, over all thôn."""
        page = officer.get(reverse("registry:months")).content.decode()
        return set(re.findall(rf'{month}<span class="hidden-text">([^<]*)</span>', page))

    assert [cells(month) for month in ("11/26", "10/26", "09/26", "08/26", "12/25")] == [
        {"tháng chưa hết"}, {"chưa gửi"}, {"chưa gửi"}, {"trước khi dùng chương trình"},
        {"trước khi dùng chương trình"}]
    row = monthly.months_of([empty], TODAY)[0]
    assert (row.silent_since, row.behind) == (dt.date(2026, 9, 1), 2)
    assert "tháng chưa hết" in plain(officer.get(url(empty, "2026-11")))
    assert "trước khi dùng chương trình" in plain(officer.get(url(empty, "2026-08")))
    # Begun this month: nobody owes anything, and nobody is reminded of the month before.
    used_since(dt.date(2026, 11, 2))
    monthly.send(thon(5), dt.date(2026, 11, 1), by="test", on=TODAY, nothing=False)
    assert monthly.months_of([empty], TODAY)[0].behind == 0
    told = plain(officer.get(reverse("registry:months")))
    assert "Chưa có tháng nào phải gửi phiếu" in told and "Thôn nào cũng đã gửi" not in told
    assert "chưa gửi phiếu" not in plain(client_of("collaborator").get(reverse("indicators:mine")))
    # A sheet of an earlier month, sent later, tells that the thôn were asked by then.
    monthly.send(thon(5), dt.date(2026, 8, 1), by="test", on=TODAY, nothing=False)
    assert monthly.months_of([empty], TODAY)[0].behind == 3


def test_the_thons_buttons_are_hers_and_the_officer_writes_only_for_a_thon_that_sent_nothing(
        client_of: Callable[[str], Any]) -> None:
    officer, collaborator, third = client_of("child_officer"), client_of("collaborator"), thon(3)
    buttons = ("Gửi phiếu", "Gửi lại phiếu", "> Không biến động <", "Ghi thay thôn")
    page = officer.get(url(third)).content.decode()
    assert 'value="gui"' in page and "Ghi thay thôn" in page and "Gửi phiếu" not in page
    assert "Ghi thay thôn" not in collaborator.get(url(third)).content.decode()
    collaborator.post(url(third), {"viec": "gui"})
    page = officer.get(url(third)).content.decode()
    assert 'value="gui"' not in page and 'value="khong"' not in page and 'value="duyet"' in page
    assert not any(words in page for words in buttons)
    assert 'value="gui"' in collaborator.get(url(third)).content.decode()
    # From a page that was open since before the thôn sent it.
    late = officer.post(url(third), {"viec": "khong"})
    assert late.status_code == 422 and "Thôn đã tự gửi phiếu này" in plain(late)
    assert MonthlyReport.objects.get().nothing is False
    # What the officer wrote for a thôn she may write again.
    assert officer.post(url(thon(5)), {"viec": "gui"}).status_code == 302
    assert 'value="gui"' in officer.get(url(thon(5))).content.decode()


def test_the_list_of_waiting_sheets_marks_those_that_the_register_contradicts(client_of: Callable[[str], Any],
                                                                             empty: Unit) -> None:
    officer = client_of("child_officer")
    monthly.send(empty, OCTOBER, by="test", on=TODAY, nothing=True)
    page = plain(officer.get(reverse("registry:months")))
    assert "Thôn 8, 10/2026" in page and "sổ nay khác phiếu" not in page
    born("Xuyến Quỳ Ưng", dt.date(2026, 10, 9), empty)
    page = plain(officer.get(reverse("registry:months")))
    assert re.search("Thôn 8, 10/2026 không biến động .{0,20}sổ nay khác phiếu", page)
