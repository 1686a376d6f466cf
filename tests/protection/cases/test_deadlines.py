"""Hours by the clock, working days over Tết and weekends; every deadline beside a plain second reckoning."""
from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.core.clock import VIETNAM
from mangnon.core.workdays import built_in as calendar
from mangnon.protection.cases import deadlines, states
from mangnon.protection.cases.deadlines import DeadlinesError, Done, Due, dues, read_rules

RULES = deadlines.built_in()
TOML = (deadlines.Path(deadlines.__file__).with_name("deadlines.toml")).read_text(encoding="utf-8")


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def named(found: list[Due]) -> dict[str, str]:
    return {due.rule.code: due.at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M") for due in found}


def test_twelve_hours_run_through_the_night_and_five_working_days_do_not() -> None:
    # Sunday evening, 22 November 2026.
    assert named(dues(at("2026-11-22T21:40"), [], RULES, calendar())) == {
        "look": "2026-11-23 01:40", "emergency": "2026-11-23 09:40", "plan": "2026-11-27 17:00"}


def test_over_the_lunar_new_year_the_plan_waits_and_the_measure_does_not() -> None:
    # The last working day before Tết Bính Ngọ; the days off are those of the program's calendar.
    found = named(dues(at("2026-02-13T08:00"), [], RULES, calendar()))
    assert found["emergency"] == "2026-02-13 20:00"
    day, left = dt.date(2026, 2, 13), 5
    while left:
        day += dt.timedelta(days=1)
        left -= calendar().is_working(day)
    assert found["plan"] == f"{day} 17:00" and day >= dt.date(2026, 2, 27)


def test_what_meets_a_deadline_and_what_comes_too_late() -> None:
    steps = [Done("assess", at("2026-11-23T06:30")), Done("order_emergency", at("2026-11-23T09:41"))]
    found = {due.rule.code: due for due in dues(at("2026-11-22T21:40"), steps, RULES, calendar())}
    now = at("2026-11-24T08:00")
    assert found["look"].late(now) and found["emergency"].late(now)
    assert found["emergency"].met_at == at("2026-11-23T09:41")
    assert not found["plan"].late(now) and found["plan"].met_at is None


def test_after_a_reopening_the_hours_run_again() -> None:
    steps = [Done("no_emergency", at("2026-11-23T06:00")), Done("verify", at("2026-11-23T07:00")),
             Done("unfounded", at("2026-11-23T08:00")), Done("reopen", at("2026-12-01T10:00"))]
    found = dues(at("2026-11-22T21:40"), steps, RULES, calendar())
    again = [due for due in found if due.rule.code == "emergency" and due.met_at is None]
    assert [due.at.astimezone(VIETNAM) for due in again] == [at("2026-12-01T22:00")]


def test_a_day_of_review_named_in_the_plan_holds_and_a_sunday_moves_on() -> None:
    steps = [Done("plan", at("2026-11-24T09:00")), Done("approve", at("2026-11-25T09:00"), dt.date(2026, 12, 13))]
    found = named(dues(at("2026-11-22T21:40"), steps, RULES, calendar()))
    assert found["review"] == "2026-12-14 17:00"


def test_a_closed_case_owes_nothing_more() -> None:
    steps = [Done("assess", at("2026-11-23T06:30")), Done("close", at("2026-11-23T07:00"))]
    assert all(due.met_at is not None for due in dues(at("2026-11-22T21:40"), steps, RULES, calendar()))


@settings(max_examples=200, deadline=None)
@given(st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 12, 31)),
       st.lists(st.tuples(st.sampled_from(sorted(states.ACTS)), st.integers(1, 400)), max_size=14))
def test_a_random_life_beside_a_plain_reckoning(start: dt.datetime, tried: list[tuple[str, int]]) -> None:
    """Acts that the table allows, hours apart; each deadline reckoned anew day by day and hour by hour."""
    received = start.replace(tzinfo=VIETNAM)
    moment, state, emergency, steps = received, states.RECEIVED, states.UNDECIDED, []
    for code, hours in tried:
        moment += dt.timedelta(hours=hours)
        try:
            state, emergency = states.after(states.ACTS[code], state, emergency)
        except states.NotNow:
            continue
        steps.append(Done(code, moment))
    found = dues(received, steps, RULES, calendar())
    assert sorted((d.rule.code, d.started_at, d.at, d.met_at or received) for d in found) == sorted(
        (code, begun, end, met or received) for code, begun, end, met in plain(received, steps))


def plain(received: dt.datetime, steps: list[Done]) -> list[tuple[str, dt.datetime, dt.datetime, dt.datetime | None]]:
    """The same, told from the words of deadlines.toml alone."""
    table = {"look": (["received"], ["assess", "propose_emergency", "no_emergency"], ("h", 4)),
             "emergency": (["received"], ["order_emergency", "no_emergency"], ("h", 12)),
             "plan": (["received", "replan", "return_plan"], ["plan", "unfounded"], ("w", 5)),
             "approval": (["plan"], ["approve", "return_plan"], ("w", 2)),
             "review": (["approve", "review"], ["review", "replan", "close"], ("d", 30))}
    out = []
    for code, (starts, ends, span) in table.items():
        begun = received if "received" in starts else None
        for step in steps:
            if begun is not None and step.act in ends:
                out.append((code, begun, end_of(begun, span), step.at))
                begun = None
            elif step.act in ("close", "unfounded", "transfer"):
                begun = None
            if begun is None and (step.act in starts or (
                    step.act in ("reopen", "take_back") and "received" in starts)):
                begun = step.at
        if begun is not None:
            out.append((code, begun, end_of(begun, span), None))
    return out


def end_of(begun: dt.datetime, span: tuple[str, int]) -> dt.datetime:
    kind, size = span
    if kind == "h":
        return begun + dt.timedelta(hours=size)
    day = begun.astimezone(VIETNAM).date()
    if kind == "d":
        day += dt.timedelta(days=size)
        while not calendar().is_working(day):
            day += dt.timedelta(days=1)
    while kind == "w" and size:
        day += dt.timedelta(days=1)
        size -= 1 if calendar().is_working(day) else 0
    return dt.datetime.combine(day, dt.time(17), VIETNAM)


@pytest.mark.parametrize(("old", "new", "said"), [
    ('hours = 12', 'hours = 0', "lớn hơn 0"), ('hours = 12', 'hours = 12\ndays = 3', "đúng một"),
    ('until = ["order_emergency", "no_emergency"]', 'until = ["ky"]', "chữ lạ: ky"),
    ('code = "emergency"', 'code = "emergency"\nhanh = 1', "chữ lạ: hanh"), ("remind = 6", 'remind = "6"', "số giờ"),
    ("[[deadline]]", "[[deadline", "han.toml")])
def test_a_broken_file_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(DeadlinesError, match=said):
        read_rules(TOML.replace(old, new), "han.toml")
