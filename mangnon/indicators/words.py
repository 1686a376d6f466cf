"""How a figure and its verdict are said on a page."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from mangnon.web import formats

from .verdict import MET, NO_DATA, NO_TARGET, NOT_ARISING, NOT_MET, PER, Figure, Rules, Target, Verdict, heads_at

MARKS = {MET: "dat", NOT_MET: "chua", NOT_ARISING: "khong", NO_DATA: "trong", NO_TARGET: "khongdat"}
UNSURE = "chuaro"
MATH = {"<=": "≤", ">=": "≥", "<": "<", ">": ">", "=": "="}


def english() -> bool:
    return (get_language() or "vi").startswith("en")


def told(measure: Any, what: str) -> str:
    """label, counts or reading of a measure in the language of the page, where the plan has it."""
    return (getattr(measure, f"{what}_en", "") if english() else "") or str(getattr(measure, what))


def state_mark(verdict: Verdict) -> str:
    """The mark of a state; met or not met that the unknown could turn is "not enough to tell"."""
    return UNSURE if verdict.state in (MET, NOT_MET) and not verdict.certain else MARKS[verdict.state]


def state_word(mark: str) -> str:
    return {"dat": _("đạt"), "chua": _("chưa đạt"), "chuaro": _("chưa đủ để kết luận"), "khong": _("không phát sinh"),
            "trong": _("chưa có số liệu"), "khongdat": _("không đặt chỉ tiêu")}[mark]


def heads(n: int, noun: str, shown: str = "") -> str:
    """4 trẻ, 1 ca; 88/92 trẻ where ``shown`` says more than the number. A noun that is not ours stays as it is."""
    said = {"trẻ": ngettext("%(n)s trẻ", "%(n)s trẻ", n), "em": ngettext("%(n)s em", "%(n)s em", n),
            "ca": ngettext("%(n)s ca", "%(n)s ca", n), "vụ": ngettext("%(n)s vụ", "%(n)s vụ", n),
            "cuộc": ngettext("%(n)s cuộc", "%(n)s cuộc", n), "trường": ngettext("%(n)s trường", "%(n)s trường", n),
            "điểm": ngettext("%(n)s điểm", "%(n)s điểm", n), "xã": ngettext("%(n)s xã", "%(n)s xã", n)}
    number = shown or formats.number(n, english=english())
    return said[noun] % {"n": number} if noun in said else f"{number} {noun}".strip()


def unknown_heads(n: int, measure: Any) -> str:
    """21 trẻ chưa cân; 2 tin đang xác minh."""
    words = measure.unknown_words
    if words == "tin đang xác minh":
        return ngettext("%(n)s tin đang xác minh", "%(n)s tin đang xác minh", n) % {"n": n}
    said = {"chưa cân": _("chưa cân"), "chưa đo": _("chưa đo"), "chưa đánh giá": _("chưa đánh giá"),
            "chưa có kết quả": _("chưa có kết quả"), "chưa kiểm tra": _("chưa kiểm tra"),
            "chưa rõ nhu cầu": _("chưa rõ nhu cầu"), "chưa rõ ngày sinh": _("chưa rõ ngày sinh"),
            "": _("chưa rõ")}.get(words, words)
    return f"{heads(n, measure.noun)} {said}"


def value_text(figure: Figure, rules: Rules, verdict: Verdict, target: Target | None, noun: str) -> str:
    """95,7%; 11,9‰; 0 em; đạt chuẩn; – where there is none."""
    if verdict.value is None:
        return "–"
    if rules.unit == "yes/no":
        return _("đạt chuẩn") if figure.numerator else _("chưa đạt chuẩn")
    if rules.unit == "count":
        return heads(figure.numerator, noun)
    exact = Fraction(figure.numerator * PER[rules.unit], figure.denominator or 1)
    return formats.value(exact, rules.unit, Fraction(target.value) if target else None, english=english())


def count_text(figure: Figure, rules: Rules, noun: str) -> str:
    """88/92; đếm số em where there is no whole; nothing for yes or no."""
    if rules.unit == "yes/no":
        return ""
    if figure.denominator is None:
        return {"em": _("đếm số em"), "cuộc": _("đếm số cuộc")}.get(noun, _("đếm số vụ việc"))
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
        return unknown_heads(figure.unknown, measure)
    if verdict.to_go is None or target is None or rules.unit == "yes/no":
        return ""
    if target.operator in (">=", ">", "="):
        return _to_more(figure, verdict.to_go, measure.noun)
    return _to_fewer(figure, rules, verdict.to_go, measure.noun)


def _to_more(figure: Figure, to_go: int, noun: str) -> str:
    if to_go > 0:
        return _("còn %(heads)s") % {"heads": heads(to_go, noun)}
    said = {"heads": heads(figure.numerator, noun)}
    return _("đủ %(heads)s") % said if figure.numerator == figure.denominator else _("đã có %(heads)s") % said


def _to_fewer(figure: Figure, rules: Rules, to_go: int, noun: str) -> str:
    if to_go < 0:
        # Where not a single one is allowed, those there are are the ones too many.
        if rules.unit != "%" or figure.numerator == -to_go:
            return _("đã có %(heads)s") % {"heads": heads(figure.numerator, noun)}
        return _("vượt mức %(heads)s") % {"heads": heads(-to_go, noun)}
    if figure.numerator == 0 and to_go == 0:
        return _("giữ %(heads)s") % {"heads": heads(0, noun)}
    return _("còn trong mức, thêm được %(heads)s") % {"heads": heads(to_go, noun)}


def asked_text(figure: Figure, rules: Rules, target: Target | None, noun: str) -> str:
    """What a goal asks of so many: đủ cả 68 trẻ; ít nhất 92 trong 93 trẻ; nhiều nhất 14 trong 498 trẻ; không ca nào."""
    if target is None or rules.unit == "yes/no" or figure.denominator == 0:
        return ""
    n, total = heads_at(figure.denominator, rules, target), figure.denominator
    among = rules.unit == "%" and total
    if target.operator in ("<=", "<") or (target.operator == "=" and n == 0):
        if n <= 0:
            return _("không %(noun)s nào") % {"noun": nouns(noun)}
        return _("nhiều nhất %(n)s trong %(heads)s") % _among(n, total, noun) if among else _(
            "nhiều nhất %(heads)s") % {"heads": heads(n, noun)}
    if among and n >= (total or 0):
        return _("đủ cả %(heads)s") % {"heads": heads(total or 0, noun)}
    return _("ít nhất %(n)s trong %(heads)s") % _among(n, total, noun) if among else _(
        "ít nhất %(heads)s") % {"heads": heads(n, noun)}


def _among(n: int, total: int | None, noun: str) -> dict[str, str]:
    return {"n": formats.number(n, english=english()), "heads": heads(total or 0, noun)}


def nouns(noun: str) -> str:
    """What is counted, without a number before it."""
    return {"trẻ": _("trẻ"), "em": _("em"), "ca": _("ca"), "vụ": _("vụ"), "cuộc": _("cuộc"), "trường": _("trường"),
            "điểm": _("điểm"), "xã": _("xã")}.get(noun, noun)


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
    return Said(value_text(figure, rules, verdict, target, measure.noun), count_text(figure, rules, measure.noun),
                target_text(target, rules), mark, state_word(mark),
                to_go_text(figure, rules, verdict, target, measure))
