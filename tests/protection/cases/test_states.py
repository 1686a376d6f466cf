"""The declared table of a case's life: what it never allows, whatever is tried in whatever order."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.protection.cases import states
from mangnon.protection.cases.states import ACTS, APPROVER, OWNER, NotNow, after, allowed

ORDERS = st.lists(st.sampled_from(sorted(ACTS)), max_size=60)


def walk(tried: list[str]) -> list[tuple[str, str, str]]:
    """(act, state, emergency) of the acts that were possible, in order."""
    state, emergency, done = states.RECEIVED, states.UNDECIDED, []
    for code in tried:
        try:
            state, emergency = after(ACTS[code], state, emergency)
        except NotNow:
            continue
        done.append((code, state, emergency))
    return done


@given(ORDERS)
def test_no_plan_runs_that_nobody_approved_and_no_measure_holds_that_nobody_signed(tried: list[str]) -> None:
    planned = signed = False
    for code, state, emergency in walk(tried):
        planned = code == "plan" or (planned and state == states.PLANNED)
        signed = code == "order_emergency" or (signed and emergency == states.ORDERED)
        if code == "approve":
            assert state == states.RUNNING
        if state == states.PLANNED:
            assert planned
        if emergency == states.ORDERED:
            assert signed


@given(ORDERS)
def test_a_case_is_not_closed_while_a_measure_waits_or_holds(tried: list[str]) -> None:
    for _code, state, emergency in walk(tried):
        if state == states.CLOSED:
            assert emergency in (states.UNDECIDED, states.NOT_NEEDED, states.ENDED)


@given(ORDERS)
def test_from_everywhere_there_is_a_way_on(tried: list[str]) -> None:
    done = walk(tried)
    state, emergency = done[-1][1:] if done else (states.RECEIVED, states.UNDECIDED)
    assert allowed(state, emergency, [OWNER]) or (state == states.PLANNED and allowed(state, emergency, [APPROVER]))


def test_only_the_approver_signs_approves_and_returns() -> None:
    assert {act.code for act in ACTS.values() if act.who == APPROVER} == {
        "order_emergency", "return_emergency", "approve", "return_plan"}


def test_only_a_receipt_takes_a_case_elsewhere_and_from_everywhere_but_there() -> None:
    assert [act.code for act in ACTS.values() if act.to == states.TRANSFERRED] == ["transfer"]
    assert ACTS["transfer"].who == states.RECEIPT and set(ACTS["transfer"].states) == {
        *states.STATES} - {states.TRANSFERRED}
    assert after(ACTS["take_back"], states.TRANSFERRED, states.ORDERED) == (states.ASSESSED, states.ORDERED)


def test_a_first_assessment_made_anew_takes_nothing_back() -> None:
    assert after(ACTS["assess"], states.RUNNING, states.NOT_NEEDED) == (states.RUNNING, states.NOT_NEEDED)
    assert after(ACTS["assess"], states.RECEIVED, states.UNDECIDED) == (states.ASSESSED, states.UNDECIDED)


def test_the_way_of_a_case_written_out() -> None:
    way = ["intake", "assess", "propose_emergency", "order_emergency", "verify", "plan", "return_plan", "plan",
           "approve", "review", "close", "end_emergency", "close", "reopen"]
    assert [(code, state) for code, state, _e in walk(way)] == [
        ("intake", "received"), ("assess", "assessed"), ("propose_emergency", "assessed"),
        ("order_emergency", "assessed"), ("verify", "verified"), ("plan", "planned"), ("return_plan", "verified"),
        ("plan", "planned"), ("approve", "running"), ("review", "running"), ("end_emergency", "running"),
        ("close", "closed"), ("reopen", "received")]


def test_addresses_name_one_act_each() -> None:
    assert len(states.BY_SLUG) == len(ACTS)
