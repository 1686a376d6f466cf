"""Watching over cases: times beside their deadlines by hand, codes for readers only, large figures for the board."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.core import clock, records
from mangnon.core.clock import VIETNAM
from mangnon.protection.cases import actions, deadlines, supervision
from mangnon.protection.cases.models import Case, Kin, Report, Step
from mangnon.registry.models import Child

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=VIETNAM)
DOOR = "protection:supervision"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def told(user: Callable[[str], User], moment: str, channel: str = "school", **more: Any) -> Case:
    return actions.file_report(by=user("teacher"), channel=channel, received_at=at(moment), **more).case


def did(case: Case, who: User, *acts: tuple[str, str], **more: Any) -> None:
    for code, moment in acts:
        actions.do(case, code, by=who, at=at(moment), **more)


def text(client: Client, **query: str) -> str:
    page = client.get(reverse(DOOR), query).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def some_cases(user: Callable[[str], User]) -> list[Case]:
    """Three cases: one fast, one slow and late with its plan, one closed in 2025 and opened again."""
    officer, chairman = user("child_officer"), user("chairman")
    one = told(user, "2026-11-16T08:00")
    did(one, officer, ("assess", "2026-11-16T09:00"), ("no_emergency", "2026-11-16T09:30"),
        ("verify", "2026-11-18T09:00"), ("plan", "2026-11-19T09:00"))
    did(one, chairman, ("approve", "2026-11-20T09:00"))
    two = told(user, "2026-11-09T08:00", channel="phone")
    did(two, officer, ("assess", "2026-11-09T13:00"), ("no_emergency", "2026-11-09T21:00"))
    three = told(user, "2025-10-06T08:00")
    did(three, officer, ("assess", "2025-10-06T10:00"), ("no_emergency", "2025-10-06T10:00"),
        ("unfounded", "2025-10-07T10:00"), ("reopen", "2026-11-23T09:00"))
    return [one, two, three]


def test_times_against_deadlines_are_those_reckoned_by_hand(user: Callable[[str], User]) -> None:
    some_cases(user)
    found = {(p.year, p.rule.code): (p.met, p.owed, p.median, p.worst)
             for p in supervision.picture(user("chairman"), 2026).paces}
    hours = dt.timedelta(hours=1)
    assert found[2026, "look"] == (1, 2, 3 * hours, 5 * hours)
    assert found[2026, "emergency"] == (1, 2, 7.25 * hours, 13 * hours)
    # The second case has no plan and its five working days are over: owed, not met, and no time to speak of.
    assert found[2026, "plan"] == (1, 2, 73 * hours, 73 * hours)
    assert found[2026, "approval"] == (1, 1, 24 * hours, 24 * hours)
    assert found[2025, "look"] == (1, 1, 2 * hours, 2 * hours)
    assert (2026, "review") not in found and (2025, "approval") not in found


def test_the_chairman_reads_codes_and_what_stands_still(user: Callable[[str], User],
                                                        client_of: Callable[[str], Client]) -> None:
    one, two, three = some_cases(user)
    said = text(client_of("chairman"))
    assert "3 vụ việc đang mở" in said and str(user("child_officer")) + " 3" in said
    assert f"Quá hạn một bước 1: {two.code}" in said and f"Đã từng mở lại 1: {three.code}" in said
    assert "Không có người phụ trách đọc được 0" in said and one.code not in said
    assert "Tin báo năm 2026: 2" in said and "Điện thoại" in said
    assert "Tin báo năm 2025: 1" in text(client_of("chairman"), nam="2025")


def test_the_inspector_reads_codes_that_lead_to_logs_only(user: Callable[[str], User],
                                                          client_of: Callable[[str], Client]) -> None:
    cases = some_cases(user)
    page = client_of("inspector").get(reverse(DOOR)).content.decode()
    for case in cases:
        assert page.count(case.code) == 2 and reverse("protection:case-log", args=[case.code]) in page
        assert reverse("protection:case", args=[case.code]) + '"' not in page


def test_the_board_reads_no_code_no_name_and_no_small_number(user: Callable[[str], User],
                                                             client_of: Callable[[str], Client]) -> None:
    empty = text(client_of("board_member"))
    cases = some_cases(user)
    said = text(client_of("board_member"))
    assert "Giám sát bảo vệ trẻ em" in said and not any(case.code in said for case in cases)
    assert str(user("child_officer")) not in said and "giờ 15 phút" not in said
    # With three cases as with none: that a number is small says as little as that there is none.
    assert said == empty and "không nêu" in said


def test_a_small_cell_cannot_be_summed_up(user: Callable[[str], User]) -> None:
    found = supervision.Picture(open=31, states={"received": 12, "assessed": 3, "verified": 0, "planned": 0,
                                                 "running": 16}, reports=0)
    told_of = supervision.veiled(found)
    assert told_of.open == 31 and told_of.states == {
        "received": 12, "assessed": None, "verified": None, "planned": None, "running": 16}
    assert told_of.reports is None and set(told_of.channels.values()) == {None}


def test_times_of_many_are_told_in_hundredths_and_one_by_one_never() -> None:
    rule = deadlines.built_in()[0]
    hour = dt.timedelta(hours=1)

    def told_of(met: int, owed: int) -> list[tuple[int | None, dt.timedelta | None]]:
        found = supervision.Picture(paces=[supervision.Pace(rule, 2026, met, owed, hour, 9 * hour)])
        return [(pace.share, pace.median) for pace in supervision.veiled(found).paces]

    assert told_of(30, 40) == [(75, hour)] and told_of(31, 40) == [(None, hour)]
    assert told_of(0, 40) == [(None, hour)] and told_of(9, 9) == []


def test_an_officer_who_owns_nothing_and_others_see_nothing_of_it(user: Callable[[str], User],
                                                                  client_of: Callable[[str], Client]) -> None:
    child = Child.objects.order_by("pk")[0]
    records.create(Kin, by="test", user=user("child_officer"), child=child)
    case = told(user, "2026-11-22T08:00", child=child)
    assert case.code not in text(client_of("child_officer")) and "0 vụ việc đang mở" in text(client_of("child_officer"))
    assert client_of("police").get(reverse(DOOR)).status_code == 404
    records.create(Kin, by="test", user=user("chairman"), child=child)
    records.create(Kin, by="test", user=user("inspector"), child=child)
    assert case.code not in client_of("inspector").get(reverse(DOOR)).content.decode()


def test_a_case_whose_owner_became_family_has_no_owner(user: Callable[[str], User]) -> None:
    child = Child.objects.order_by("pk")[0]
    case = told(user, "2026-11-22T08:00", child=child)
    assert supervision.picture(user("chairman"), 2026).ownerless == []
    records.create(Kin, by="test", user=user("child_officer"), child=child)
    found = supervision.picture(user("chairman"), 2026)
    assert found.ownerless == [case] and found.owners == {}


def many(user: Callable[[str], User], size: int, first: int) -> None:
    """Rows straight into the tables: what counts here is how many there are."""
    from mangnon.core.models import Owner
    from mangnon.protection.cases.models import Member

    officer, home = user("child_officer"), Owner.current().id
    seq = iter(range(10 ** 9 + first * 10, 10 ** 9 + 10 * (first + size)))
    cases = [Case(commune_id=home, seq=next(seq), code=f"BV-2026-T{first + n:04}", received_at=at("2026-11-16T08:00"),
                  state="assessed") for n in range(size)]
    Case.objects.bulk_create(cases)
    Member.objects.bulk_create(Member(commune_id=home, seq=next(seq), case=c, user=officer, part="owner",
                                      from_at=c.received_at) for c in cases)
    Report.objects.bulk_create(Report(commune_id=home, seq=next(seq), case=c, received_at=c.received_at,
                                      channel="phone") for c in cases)
    Step.objects.bulk_create(Step(commune_id=home, seq=next(seq), case=c, act=act, at=at(moment),
                                  entered_at=at(moment), by=officer) for c in cases for act, moment in (
        ("assess", "2026-11-16T09:00"), ("no_emergency", "2026-11-16T10:00")))


def test_the_queries_do_not_grow_with_the_cases(user: Callable[[str], User],
                                                client_of: Callable[[str], Client]) -> None:
    counts: list[int] = []
    queries: list[int] = []
    for size in (3, 497):
        many(user, size, first=sum(counts))
        client = client_of("chairman")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse(DOOR)).content.decode()
        counts.append(size)
        assert f"{sum(counts)} vụ việc đang mở" in page
        queries.append(len(asked))
    assert queries[0] == queries[1] < 60
