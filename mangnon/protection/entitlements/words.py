"""What reasons, states and amounts are called."""
from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from mangnon.registry.models import Poverty
from mangnon.web import formats

from ..models import Group, Severity
from .judging import Answer, Reason, Verdict
from .policies import Policies, policies
from .policy_file import Policy
from .standing import State

STATES = {
    State.RECEIVES: ("dat", gettext_lazy("đang hưởng")),
    State.WAITING: ("cho", gettext_lazy("chờ trả lời")),
    State.REFUSED: ("tuchoi", gettext_lazy("bị từ chối")),
    State.SIMILAR: ("chuaro", gettext_lazy("chưa rõ đã nhận chưa")),
    State.NONE: ("chua", gettext_lazy("chưa nộp hồ sơ")),
    State.UNKNOWN: ("chuaro", gettext_lazy("chưa đủ thông tin")),
    State.NOT_ENTITLED: ("khong", gettext_lazy("không thuộc diện"))}
LATE = ("qua", gettext_lazy("quá hạn trả lời"))
UNVERIFIED = gettext_lazy("chưa kiểm chứng văn bản, hãy đối chiếu")
PER = {"month": gettext_lazy("đồng một tháng"), "year": gettext_lazy("đồng một năm"),
       "once": gettext_lazy("đồng, một lần")}
KINDS = {"dac-biet-kho-khan": gettext_lazy("xã, thôn đặc biệt khó khăn"), "mien-nui": gettext_lazy("xã miền núi"),
         "hai-dao": gettext_lazy("xã đảo"), "dong-bang": gettext_lazy("xã đồng bằng")}
PLACES = {"kindergarten": gettext_lazy("học mẫu giáo"), "school": gettext_lazy("học phổ thông"),
          "any": gettext_lazy("đi học"), "": gettext_lazy("đã thôi học")}


def name_of(policy: Policy) -> str:
    return policy.name_en if _english() and policy.name_en else policy.name


def paper_names(rules: Policies) -> dict[str, str]:
    return {code: paper.name_en if _english() and paper.name_en else paper.name for code, paper in rules.papers.items()}


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def gives(verdict: Verdict) -> str:
    """750.000 đồng một tháng; "" where it is no money or the amount is not known."""
    if verdict.amount is None:
        return ""
    return f"{formats.number(verdict.amount, english=_english())} {PER[verdict.per]}"


def why(verdict: Verdict) -> str:
    """What satisfies it, in one line."""
    return "; ".join(reason_words(reason) for reason in verdict.held)


def lacking(verdict: Verdict) -> str:
    """What nobody knows yet, in one line."""
    return "; ".join(reason_words(reason) for reason in verdict.missing)


def failing(verdict: Verdict) -> str:
    return "; ".join(reason_words(reason) for reason in verdict.reasons if reason.answer is Answer.NO)


def reason_words(reason: Reason) -> str:
    """One condition as it stands: what holds, what does not, what is not known."""
    return _WORDS[reason.what](reason)


def _listed(codes: tuple[str, ...], names: Any) -> str:
    return ", ".join(str(names.get(code, code)) for code in codes)


def _labels(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices}


def _groups(reason: Reason) -> str:
    if reason.answer is Answer.YES:
        return _("em %(what)s") % {"what": _listed(reason.held, _labels(Group))}
    return _("sổ không ghi em thuộc nhóm: %(what)s") % {"what": _listed(reason.asked, _labels(Group))}


def _severities(reason: Reason) -> str:
    if reason.answer is Answer.UNKNOWN:
        return _("chưa biết mức độ khuyết tật của em")
    if reason.answer is Answer.YES:
        held = _listed(reason.held, _labels(Severity))
        return _("khuyết tật mức %(what)s") % {"what": held} if held else _("em khuyết tật")
    return _("sổ không ghi khuyết tật mức %(what)s") % {"what": _listed(reason.asked, _labels(Severity))}


def _poverty(reason: Reason) -> str:
    if reason.answer is Answer.UNKNOWN:
        return _("chưa biết hộ có nghèo không")
    if reason.answer is Answer.YES:
        return _listed(reason.held, _labels(Poverty))
    return _("hộ không phải %(what)s") % {"what": _listed(reason.asked, _labels(Poverty))}


def _ages(reason: Reason) -> str:
    age, (low, before) = " – ".join(reason.held), reason.asked
    if before == "":
        span = _("từ %(low)s tuổi") % {"low": low}
    elif low == "0":
        span = _("dưới %(high)s tuổi") % {"high": before}
    else:
        span = _("từ %(low)s đến dưới %(high)s tuổi") % {"low": low, "high": before}
    if reason.answer is Answer.UNKNOWN:
        return _("chưa biết đúng tuổi (%(age)s), cần %(span)s") % {"age": age, "span": span}
    if reason.what == "school_age":
        return _("năm học này %(age)s tuổi (%(span)s)") % {"age": age, "span": span}
    return _("%(age)s tuổi (%(span)s)") % {"age": age, "span": span}


def _schooling(reason: Reason) -> str:
    if reason.answer is Answer.UNKNOWN:
        return _("chưa biết năm học này em học ở đâu")
    return _listed(reason.held, PLACES)


def _commune(reason: Reason) -> str:
    if reason.answer is Answer.UNKNOWN:
        return _("chưa biết nơi em ở có phải %(what)s không") % {"what": _listed(reason.asked, KINDS)}
    return _listed(reason.held if reason.answer is Answer.YES else reason.asked, KINDS)


def _villages(reason: Reason) -> str:
    return _("ở thôn, xã thuộc diện") if reason.answer is Answer.YES else _("không ở thôn, xã thuộc diện")


def _fostered(reason: Reason) -> str:
    return _("đang được gia đình nhận chăm sóc") if reason.answer is Answer.YES else _(
        "sổ không ghi em được gia đình khác nhận chăm sóc")


def _unless(reason: Reason) -> str:
    names = "; ".join(name_of(policy) for policy in policies().all if policy.code in reason.held)
    if reason.answer is Answer.NO:
        return _("đã thuộc diện chính sách khác (%(what)s)") % {"what": names}
    if reason.answer is Answer.UNKNOWN:
        return _("chưa biết em có thuộc chính sách khác không (%(what)s)") % {"what": names}
    return _("không thuộc chính sách khác cùng loại")


_WORDS: dict[str, Any] = {
    "groups": _groups, "severities": _severities, "poverty": _poverty, "age": _ages, "school_age": _ages,
    "schooling": _schooling, "commune": _commune, "villages": _villages, "fostered": _fostered, "unless": _unless}
