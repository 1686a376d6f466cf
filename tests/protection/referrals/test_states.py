"""The declared table of a referral, and by when it must be answered."""
from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.core.clock import VIETNAM
from mangnon.core.workdays import built_in as working_days
from mangnon.protection.referrals import answer_times, states
from mangnon.protection.referrals.states import ACTS, NotNow, after, allowed

ORDERS = st.lists(st.sampled_from(sorted(ACTS)), max_size=20)


@given(ORDERS)
def test_whatever_is_tried_nothing_is_answered_that_was_not_sent_nor_done_that_nobody_took(tried: list[str]) -> None:
    state, done = states.DRAFT, []
    for code in tried:
        try:
            state = after(ACTS[code], state)
        except NotNow:
            continue
        done.append(code)
    if {"accept", "refuse"} & set(done):
        assert done[0] == "send"
    if "finish" in done:
        assert done == ["send", "accept", "finish"]
    if state in states.ENDED:
        assert not allowed(state, [states.SENDER, states.RECEIVER])


def test_who_may_do_what_written_out() -> None:
    offered = {state: ([a.code for a in allowed(state, [states.SENDER])],
                       [a.code for a in allowed(state, [states.RECEIVER])]) for state in states.STATES}
    assert offered == {
        "draft": (["send", "withdraw"], []), "sent": (["withdraw"], ["accept", "refuse"]),
        "accepted": (["withdraw"], ["refuse", "finish"]), "refused": ([], []), "done": ([], []),
        "withdrawn": ([], [])}


@pytest.mark.parametrize(("urgency", "sent", "due"), [
    ("emergency", "2026-11-22T21:40", "2026-11-23T01:40"), ("urgent", "2026-11-22T21:40", "2026-11-23T21:40"),
    ("normal", "2026-11-20T10:00", "2026-11-27T17:00"), ("emergency", "2025-06-01T08:00", "2025-06-01T12:00")])
def test_by_when_it_must_be_answered(urgency: str, sent: str, due: str) -> None:
    at = dt.datetime.fromisoformat(sent).replace(tzinfo=VIETNAM)
    by, remind = answer_times.answer_by(urgency, at, working_days(), answer_times.built_in())
    assert by == dt.datetime.fromisoformat(due).replace(tzinfo=VIETNAM) and remind < by


GOOD = "".join(f'[[answer]]\nurgency="{u}"\nfrom=2026-01-01\nhours=4\nremind=1\nsource="x"\nverified=false\n'
               for u in answer_times.URGENCIES)


@pytest.mark.parametrize(("text", "said"), [
    ("", "han.toml"), (GOOD.replace("normal", "slow"), "slow"), (GOOD.replace("hours=4", "hours=0", 1), "lớn hơn 0"),
    (GOOD.replace("2026-01-01", '"hôm nay"', 1), "from"), (GOOD + "màu=1", "không dùng được"),
    (GOOD.split("[[answer]]\nurgency=\"normal\"")[0], "thiếu mức normal")])
def test_a_file_that_cannot_be_used_says_why(text: str, said: str) -> None:
    with pytest.raises(answer_times.AnswerTimesError, match=said):
        answer_times.read_rules(text, "han.toml")


def test_a_later_line_holds_from_its_day_on() -> None:
    rules = answer_times.read_rules(
        GOOD + GOOD.replace("2026-01-01", "2027-01-01").replace("hours=4", "hours=8"), "han.toml")
    for year, hour in ((2026, 12), (2027, 16)):
        at = dt.datetime(year, 3, 2, 8, tzinfo=VIETNAM)
        assert answer_times.answer_by("urgent", at, working_days(), rules)[0].hour == hour
