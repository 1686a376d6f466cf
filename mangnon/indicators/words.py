"""How a figure and its verdict are said on a page."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.web import formats

from .verdict import MET, NO_DATA, NO_TARGET, NOT_ARISING, NOT_MET, PER, Figure, Rules, Target, Verdict

MARKS = {MET: "dat", NOT_MET: "chua", NOT_ARISING: "khong", NO_DATA: "trong", NO_TARGET: "khongdat"}
UNSURE = "chuaro"
MATH = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}


def english() -> bool:
    return (get_language() or "vi").startswith("en")


def state_mark(verdict: Verdict) -> str:
    """The mark of a state; met or not met that the unknown could turn is "not enough to tell"."""
    return UNSURE if verdict.state in (MET, NOT_MET) and not verdict.certain else MARKS[verdict.state]


def state_word(mark: str) -> str:
    return {"dat": _("đạt"), "chua": _("chưa đạt"), "chuaro": _("chưa đủ để kết luận"), "khong": _("không phát sinh"),
            "trong": _("chưa có số liệu"), "khongdat": _("không đặt chỉ tiêu")}[mark]


def value_text(figure: Figure, rules: Rules, verdict: Verdict, target: Target | None, noun: str) -> str:
    """95,7%; 11,9‰; 0 em; đạt chuẩn; – where there is none."""
    if verdict.value is None:
        return "–"
    if rules.unit == "yes/no":
        return _("đạt chuẩn") if figure.numerator else _("chưa đạt chuẩn")
    if rules.unit == "count":
        return f"{formats.number(figure.numerator, english=english())} {noun}".strip()
    exact = Fraction(figure.numerator * PER[rules.unit], figure.denominator or 1)
    return formats.value(exact, rules.unit, Fraction(target.value) if target else None, english=english())


def count_text(figure: Figure, rules: Rules) -> str:
    """88/92; nothing for yes or no."""
    if rules.unit == "yes/no":
        return ""
    if figure.denominator is None:
        return _("đếm số vụ việc")
    return formats.of_total(figure.numerator, figure.denominator, english=english())


def target_text(target: Target | None, rules: Rules) -> str:
    """≤ 3%, = 100%, = 0; a bound at the end of the scale is an equals sign."""
    if target is None:
        return "–"
    if rules.unit == "yes/no":
        return _("đạt chuẩn")
    at_end = (target.operator == ">=" and rules.unit == "%" and target.value == 100) or (
        target.operator == "<=" and target.value == 0)
    sign = "=" if at_end else MATH[target.operator]
    number = formats.value(Fraction(target.value), rules.unit, english=english())
    if target.value % 1:
        number = formats.number(Fraction(target.value), _digits(target), english=english()) + formats.SIGNS[rules.unit]
    return f"{sign} {number}"


def _digits(target: Target) -> int:
    return len(str(target.value.normalize()).partition(".")[2])


def to_go_text(figure: Figure, rules: Rules, verdict: Verdict, target: Target | None, measure: Any) -> str:
    """Heads still to go: còn 4 trẻ; vượt mức 2 trẻ; đã có 1 ca; đủ 3 trường; giữ 0 ca; 21 trẻ chưa cân."""
    if state_mark(verdict) == UNSURE:
        return f"{figure.unknown} {measure.noun} {measure.unknown_words or _('chưa rõ')}"
    if verdict.to_go is None or target is None or rules.unit == "yes/no":
        return ""
    noun, total = measure.noun, figure.denominator
    number = formats.number(abs(verdict.to_go), english=english())
    if target.operator in (">=", ">", "="):
        if verdict.to_go == 0:
            every = figure.numerator == total
            return (_("đủ %(n)s %(noun)s") if every else _("đã có %(n)s %(noun)s")) % {
                "n": formats.number(figure.numerator, english=english()), "noun": noun}
        return _("còn %(n)s %(noun)s") % {"n": number, "noun": noun}
    if verdict.to_go < 0:
        events = rules.unit != "%"
        shown = formats.number(figure.numerator, english=english()) if events else number
        return (_("đã có %(n)s %(noun)s") if events else _("vượt mức %(n)s %(noun)s")) % {"n": shown, "noun": noun}
    if figure.numerator == 0 and verdict.to_go == 0:
        return _("giữ 0 %(noun)s") % {"noun": noun}
    return _("còn trong mức, thêm được %(n)s %(noun)s") % {"n": number, "noun": noun}


@dataclass(frozen=True)
class Said:
    """A line as a page says it."""

    value: str
    count: str
    target: str
    mark: str
    word: str
    to_go: str


def say(figure: Figure, rules: Rules, verdict: Verdict, target: Target | None, measure: Any) -> Said:
    mark = state_mark(verdict)
    return Said(value_text(figure, rules, verdict, target, measure.noun), count_text(figure, rules),
                target_text(target, rules), mark, state_word(mark),
                to_go_text(figure, rules, verdict, target, measure))
