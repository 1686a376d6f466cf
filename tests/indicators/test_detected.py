"""Detection is not failure: reports, verification and help in time beside the target; who sees them; silent thôn."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.indicators.detected.rules import rules
from mangnon.indicators.models import SilenceNote
from mangnon.places.models import Unit
from mangnon.protection.models import AtRisk, Circumstance, Incident, Support
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

BOX = re.compile(r'aria-labelledby="phat-hien".*?</section>', re.S)


@pytest.fixture
def bare(db: None) -> None:
    """A register without anything detected, and without help."""
    for model in (Incident, Circumstance, AtRisk, Support):
        model.objects.all().delete()
    outbox.add("*")
    outbox.process()


def _child(village: str, born: dt.date = dt.date(2015, 3, 2)) -> Child:
    child = records.create(Child, by="test", full_name="Trịnh Thị Thử", sex="female", born_on=born)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name=village), from_on=born)
    return child


def _report(child: Child, kind: str, day: dt.date, confirmed: bool | None) -> None:
    records.create(Incident, by="test", child=child, kind=kind, detected_on=day, confirmed=confirmed)


def _help(child: Child, day: dt.date, kind: str = "plan") -> None:
    records.create(Support, by="test", child=child, kind=kind, from_on=day)


def _box(client: Any, code: str, query: str = "") -> str:
    answer = client.get(reverse("indicators:measure", args=[code]) + query)
    assert answer.status_code == 200
    found = BOX.search(answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


def _cells(client: Any, code: str, year: int, query: str = "") -> list[str]:
    """The cells of a year's row of the panel."""
    text = client.get(reverse("indicators:measure", args=[code]) + query).content.decode()
    found = re.search(rf'<tr><th scope="row">{year}</th>(.*?)</tr>', BOX.search(text)[0], re.S)  # type: ignore[index]
    assert found
    return re.findall(r"<td[^>]*>(.*?)</td>", found[1], re.S)


def _abuse(village: str = "Thôn 3") -> None:
    """Six reports of 2026: three confirmed (help on the 5th working day, on the 6th, none), two refuted, one waits."""
    in_time, late, none, waits, refuted, again = (_child(village) for _ in range(6))
    friday = dt.date(2026, 3, 6)  # five working days on: Friday the 13th
    for child in (in_time, late, none):
        _report(child, "abuse", friday, True)
    _help(in_time, dt.date(2026, 3, 13))
    _help(late, dt.date(2026, 3, 16))
    _help(none, dt.date(2026, 3, 9), "relief")
    _report(waits, "abuse", friday, None)
    for child in (refuted, again):
        _report(child, "abuse", friday, False)
    outbox.process()


def test_working_days_leave_out_weekends_and_days_off() -> None:
    """Counted on a calendar by hand: five working days after Wednesday 29 April 2026, over 30 April and 1 May."""
    assert rules().due(dt.date(2026, 4, 29), 5) == dt.date(2026, 5, 8)
    assert rules().due(dt.date(2026, 3, 6), 5) == dt.date(2026, 3, 13)
    assert rules().due(dt.date(2026, 2, 13), 5) == dt.date(2026, 2, 27)  # the week of Tết is off


def test_every_term_names_its_source_and_whether_it_was_compared() -> None:
    assert all(t.source and t.verified is False for t in rules().terms)


def test_reports_stand_beside_the_target_and_add_up(client_of: Callable[[str], Any], bare: None) -> None:
    _abuse()
    client = client_of("child_officer")
    assert _cells(client, "9", 2026) == ["6", "5, trong đó 2 không đúng", "1", "1", "1", "1", "= 0%"]
    said = _box(client, "9")
    assert "Năm 2026 nhận 6 tin, xác minh 5, 1 còn chờ." in said
    assert "Trong 3 việc được xác định, 1 có trợ giúp trong 5 ngày làm việc, 1 muộn hơn, 1 chưa ghi" in said
    assert "Thêm tin báo là việc tốt" in said and "chưa được đối chiếu" in said
    assert "12 giờ" in said and "không ghi giờ, nên chưa có số liệu" in said
    assert _cells(client, "9", 2025) == ["0", "0", "0", "0", "0", "0", "= 0%"]


def test_what_the_register_does_not_hold_is_not_nought(client_of: Callable[[str], Any], bare: None) -> None:
    child = _child("Thôn 2")
    records.create(Circumstance, by="test", child=child, group="a", from_on=dt.date(2026, 3, 6))
    records.create(Circumstance, by="test", child=child, group="n", from_on=dt.date(2026, 4, 6))  # one child, once
    records.create(AtRisk, by="test", child=child, sign="nghỉ học nhiều", from_on=dt.date(2026, 2, 2))
    _help(child, dt.date(2026, 3, 10), "cash")
    _report(child, "injury", dt.date(2026, 5, 5), None)
    outbox.process()
    client = client_of("child_officer")
    assert _cells(client, "8a", 2026)[:6] == ["1", "chưa có số liệu", "chưa có số liệu", "1", "0", "0"]
    assert "1 dấu hiệu nguy cơ" in _box(client, "8a")
    assert _cells(client, "11a", 2026)[:6] == ["1", "0", "1", *["chưa có số liệu"] * 3]


def test_help_that_is_not_due_yet_is_neither_late_nor_lacking(client_of: Callable[[str], Any], bare: None) -> None:
    _report(_child("Thôn 1"), "child_marriage", TODAY - dt.timedelta(days=3), True)
    outbox.process()
    assert _cells(client_of("child_officer"), "13", 2026)[3:6] == ["0", "0", "0, còn hạn 1"]


def test_other_lines_have_no_such_panel(client_of: Callable[[str], Any]) -> None:
    assert _box(client_of("child_officer"), "14") == ""


def test_who_may_not_know_sees_no_small_number_not_even_nought(client_of: Callable[[str], Any], bare: None) -> None:
    client, line = client_of("board_member"), "9"
    before = _box(client, line)
    _abuse()
    assert _box(client, line) == before and "dưới 10" in before and "xác minh" not in before
    village = Unit.objects.get(name="Thôn 3")
    for code in ("8a", "9", "10", "13"):
        assert "dành cho người" in _box(client, code, f"?dia-ban={village.pk}")
    assert "lâu chưa có tin" not in before


@pytest.mark.parametrize(("confirmed", "waiting", "told"), [(12, 3, "không nêu"), (12, 0, "không nêu"), (12, 11, "23")])
def test_what_was_received_less_the_figure_tells_no_small_number(
        client_of: Callable[[str], Any], bare: None, confirmed: int, waiting: int, told: str) -> None:
    """The figure of line 9 stands on the same page: 15 received less 12 confirmed would be the 3 that wait."""
    for n in range(confirmed + waiting):
        _report(_child("Thôn 3"), "abuse", dt.date(2026, 3, 6), True if n < confirmed else None)
    outbox.process()
    client = client_of("board_member")
    text = client.get(reverse("indicators:measure", args=["9"])).content.decode()
    row = re.search(r'<tr><th scope="row">2026</th>(.*?)</tr>', BOX.search(text)[0], re.S)  # type: ignore[index]
    assert row and re.sub(r"<[^>]+>|\s+", " ", row[1]).split("=")[0].strip().startswith(told)
    assert client_of("child_officer").get(reverse("indicators:measure", args=["9"])).status_code == 200


def test_the_inspector_has_the_commune_exactly_and_no_thon(client_of: Callable[[str], Any], bare: None) -> None:
    _abuse()
    client, village = client_of("inspector"), Unit.objects.get(name="Thôn 3")
    assert _cells(client, "9", 2026)[0] == "6"
    assert "chỉ dành cho người làm việc bảo vệ trẻ" in _box(client, "9", f"?dia-ban={village.pk}")
    assert "lâu chưa có tin" not in _box(client, "9")


def test_a_silent_thon_is_asked_about_and_a_note_explains_it(client_of: Callable[[str], Any], bare: None) -> None:
    """Thôn 3 had a report in March; Thôn 5's is thirteen months old; elsewhere there is none: six are silent."""
    _abuse()
    _report(_child("Thôn 5"), "injury", dt.date(2025, 10, 20), True)
    outbox.process()
    client = client_of("child_officer")
    said = _box(client, "13")
    assert "6 thôn lâu chưa có tin nào" in said and "Hãy hỏi thăm thôn" in said
    assert "Thôn 5 : tin gần nhất ngày 20/10/2025." in said and "Thôn 3 :" not in said
    assert "Thôn 1 : sổ chưa có tin nào." in said
    village = Unit.objects.get(name="Thôn 5")
    door = reverse("indicators:village-silence", args=["13", village.pk])
    late = client.post(door, {"reason": "Đã gặp trưởng thôn.", "until": "1/1/2029"})
    assert late.status_code == 422 and "Đã gặp trưởng thôn." in late.content.decode()
    assert client.post(door, {"reason": "Đã gặp trưởng thôn.", "until": "1/3/2027"}).status_code == 302
    note = SilenceNote.objects.get()
    assert (note.unit, note.noted_on, note.until) == (village, TODAY, dt.date(2027, 3, 1))
    assert "Đã hỏi ngày 23/11/2026: Đã gặp trưởng thôn. Hỏi lại từ" in _box(client, "9")
    assert "Đã gặp trưởng thôn." in _box(client_of("chairman"), "9")


def test_silence_ends_with_any_report(client_of: Callable[[str], Any], bare: None) -> None:
    client = client_of("child_officer")
    assert "7 thôn lâu chưa có tin nào" in _box(client, "9")
    child = _child("Thôn 1")
    records.create(AtRisk, by="test", child=child, sign="nghỉ học nhiều", from_on=TODAY)
    outbox.process()
    assert "6 thôn lâu chưa có tin nào" in _box(client, "9")
