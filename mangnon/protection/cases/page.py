"""What the page of a case shows: its seven steps with their hours, what is due, what may be done now."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.core.sealed import unseal_values
from mangnon.plan.days_off import calendar
from mangnon.web import formats

from . import states
from .deadlines import Calendar, Done, Due, Rule, dues
from .models import Case, Step
from .paper import papers
from .rules import rules


@dataclass
class Stage:
    """One of the seven steps as the page draws it."""

    title: str
    basis: str
    mark: str
    when: str
    papers: list[str]
    done: list[Step] = field(default_factory=list)
    acts: list[states.Act] = field(default_factory=list)


STAGES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("intake", ("intake", "join"), ""),
    ("assess", ("assess",), "look"),
    ("emergency", ("no_emergency", "propose_emergency", "order_emergency", "return_emergency", "end_emergency"),
     "emergency"),
    ("verify", ("verify", "unfounded"), ""),
    ("plan", ("plan", "approve", "return_plan"), "plan"),
    ("carry_out", (), ""),
    ("review", ("review", "replan", "close", "reopen", "transfer", "take_back"), "review"))
"""(code, acts that belong to it, deadline shown beside it)."""


def stage_titles() -> dict[str, str]:
    return {"intake": _("Tiếp nhận tin"), "assess": _("Đánh giá nguy cơ ban đầu"),
            "emergency": _("Biện pháp khẩn cấp"), "verify": _("Thu thập, xác minh, họp xác định nhu cầu"),
            "plan": _("Kế hoạch hỗ trợ, can thiệp"), "carry_out": _("Thực hiện, kết nối dịch vụ"),
            "review": _("Rà soát, đóng hoặc lập kế hoạch mới")}


def act_titles() -> dict[str, str]:
    """What a button says."""
    return {
        "intake": _("Ghi phiếu tiếp nhận"), "assess": _("Đánh giá ban đầu"),
        "no_emergency": _("Không cần biện pháp khẩn cấp"), "propose_emergency": _("Trình biện pháp khẩn cấp"),
        "order_emergency": _("Ký biện pháp khẩn cấp"), "return_emergency": _("Trả lại, không ký"),
        "end_emergency": _("Chấm dứt biện pháp khẩn cấp"), "verify": _("Ghi xác minh, họp nhu cầu"),
        "plan": _("Trình kế hoạch"), "approve": _("Duyệt kế hoạch"), "return_plan": _("Trả lại kế hoạch"),
        "review": _("Rà soát"), "join": _("Gộp vào vụ việc khác"),
        "replan": _("Lập lại kế hoạch"), "close": _("Đóng vụ việc"),
        "unfounded": _("Đóng: tin không đúng"), "reopen": _("Mở lại"), "transfer": _("Chuyển xã khác"),
        "take_back": _("Nhận lại từ nơi khác")}


def done_titles() -> dict[str, str]:
    """What a finished act is called."""
    return {
        "intake": _("Đã ghi phiếu tiếp nhận"), "assess": _("Đã đánh giá"),
        "no_emergency": _("Xác định không cần khẩn cấp"), "propose_emergency": _("Đã trình dự thảo"),
        "order_emergency": _("Đã ký ban hành"), "return_emergency": _("Bị trả lại"),
        "end_emergency": _("Đã chấm dứt"), "verify": _("Đã ghi biên bản"), "plan": _("Đã trình kế hoạch"),
        "approve": _("Đã duyệt"), "return_plan": _("Kế hoạch bị trả lại"), "review": _("Đã rà soát"),
        "join": _("Đã gộp vào vụ việc khác"),
        "replan": _("Lập lại kế hoạch"), "close": _("Đã đóng"), "unfounded": _("Đóng: tin không đúng"),
        "reopen": _("Đã mở lại"), "transfer": _("Đã chuyển"), "take_back": _("Đã nhận lại")}


def dues_of(case: Case, steps: list[Step], use: tuple[Rule, ...] | None = None, days: Calendar | None = None
            ) -> list[Due]:
    """The deadlines of a case; after the plan named a day of review, that day holds.

    use, days: the rules and the calendar, where many cases are looked at in one go.
    """
    told = [Done(step.act, step.at, case.review_on if step.act in ("approve", "review") else None) for step in steps]
    last = max((step.at for step in steps if step.act in ("approve", "review")), default=None)
    told = [Done(d.act, d.at, d.next_on if d.at == last else None) for d in told]
    return dues(case.received_at, told, use or rules(), days or calendar())


def running(found: list[Due]) -> list[Due]:
    return [due for due in found if due.met_at is None]


def moment(at: dt.datetime) -> str:
    """21 giờ 40 of today, else 22/11, 21 giờ 40."""
    return formats.moment(at, clock.today(), english=(get_language() or "vi").startswith("en"))


def left(due: Due, now: dt.datetime) -> str:
    return span_left(due.at, now)


def span_left(at: dt.datetime, now: dt.datetime) -> str:
    """còn 1 giờ 45 phút; quá 3 giờ; còn 4 ngày."""
    gap = at - now
    return (_("còn %(span)s") if gap >= dt.timedelta() else _("quá %(span)s")) % {"span": span_words(abs(gap))}


def span_words(span: dt.timedelta) -> str:
    """1 giờ 45 phút; 4 ngày from two days on."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 48 * 60:
        return _("%(n)s ngày") % {"n": minutes // (24 * 60)}
    if minutes >= 60:
        return _("%(h)s giờ %(m)s phút") % {"h": minutes // 60, "m": f"{minutes % 60:02}"}
    return _("%(m)s phút") % {"m": minutes}


def label(rule: Rule) -> str:
    return rule.label_en if (get_language() or "vi").startswith("en") else rule.label


def stages(case: Case, steps: list[Step], found: list[Due], offered: list[states.Act]) -> list[Stage]:
    """The seven steps, each with what was done, what is due and what this person may do now."""
    now, titles, known = clock.now(), stage_titles(), papers()
    made: list[Stage] = []
    for code, acts, deadline in STAGES:
        done = [step for step in steps if step.act in acts]
        due = next((d for d in running(found) if d.rule.code in (deadline, "approval" if code == "plan" else "")), None)
        numbers = [known[states.ACTS[a].paper].number for a in acts if states.ACTS[a].paper in known]
        made.append(Stage(titles[code], "", _mark(code, case, done, due, now), _when(code, case, done, due, now),
                          numbers, done, [act for act in offered if act.code in acts]))
    return made


def _mark(code: str, case: Case, done: list[Step], due: Due | None, now: dt.datetime) -> str:
    if due is not None:
        return "qua" if due.late(now) else "cho"
    if code == "carry_out":
        return "cho" if case.state == states.RUNNING else "dat" if case.state == states.CLOSED and any(
            step.act == "approve" for step in case.steps.all()) else "trong"
    if code == "emergency":
        return {states.ORDERED: "dat", states.NOT_NEEDED: "dat", states.ENDED: "dat", states.PROPOSED: "cho"}.get(
            case.emergency, "trong")
    # Whatever reached the commune was received, also where its form is not filled in yet.
    return "dat" if done or code == "intake" else "trong"


def _when(code: str, case: Case, done: list[Step], due: Due | None, now: dt.datetime) -> str:
    if due is not None:
        return _("%(left)s, trước %(at)s") % {"left": left(due, now), "at": moment(due.at)}
    if code == "intake":
        return _("xong %(at)s") % {"at": moment(case.received_at)}
    if done:
        return _("xong %(at)s") % {"at": moment(done[-1].at)}
    return _("theo kế hoạch") if code in ("carry_out", "review") else ""


def body_of(step: Step) -> dict[str, Any]:
    """The values of a step's form; only for who has opened the sealed words."""
    return unseal_values(step.body, row=step.pk, field="body")
