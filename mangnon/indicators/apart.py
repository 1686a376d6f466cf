"""Thôn beside each other without ranking noise: which of them differs from the common level by more than chance."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.core import chances
from mangnon.plan.document import Measure
from mangnon.web import charts

from .outlook import DETECTED
from .verdict import Figure, Rules
from .vocabulary import definitions
from .words import english, told

SELDOM = 0.002
"""How often chance alone takes a thôn as far as that: the usual outer limit of control charts (three sigma)."""
INNER, OUTER = 0.025, SELDOM / 2
"""What lies beyond each end of the 95 % and of the 99.8 % limits."""
LEAST = 3
"""So few places are read in the table at once."""


@dataclass(frozen=True)
class Apart:
    """words: which places differ, "" where nothing can be compared.  chart: the funnel."""

    words: str = ""
    chart: SafeString = SafeString("")


def apart(measure: Measure, rules: Rules, whole: Figure, places: Sequence[tuple[str, Figure]], hidden: bool) -> Apart:
    """Compare the places that a whole is made of. hidden: one of them may not be shown, so none is compared."""
    counted = [(label, figure) for label, figure in places
               if figure.denominator and figure.numerator <= figure.denominator]
    if hidden or rules.unit != "%" or measure.code in DETECTED or len(counted) < LEAST or not whole.denominator \
            or definitions()[measure.code].count in ("facility", "declared") \
            or not 0 < whole.numerator < whole.denominator:
        return Apart()
    level = whole.numerator / whole.denominator
    found = [charts.Place(label, figure.denominator or 0, figure.numerator / (figure.denominator or 1),
                          chances.apart(figure.numerator, figure.denominator or 0, level) < SELDOM)
             for label, figure in counted]
    out = [f"{one.label} ({figure.numerator}/{figure.denominator})"
           for one, (_label, figure) in zip(found, counted, strict=True) if one.out]
    none = _("Không thôn nào chênh so với mức chung nhiều hơn mức may rủi có thể gây ra; không xếp hạng thôn.")
    text = _("Chênh hẳn so với mức chung, vượt mức may rủi thường gây ra: %(places)s. Nên xem vì sao.") % {
        "places": ", ".join(out)} if out else none
    drawn = charts.funnel_chart(
        found, level, lambda size: [chances.limits(level, size, INNER), chances.limits(level, size, OUTER)],
        title=_("%(label)s: các thôn và khoảng may rủi") % {"label": told(measure, "label")},
        desc=_("Mỗi chấm là một thôn; thôn càng nhỏ thì may rủi càng đẩy ra xa mức chung. Số liệu ở bảng bên cạnh."),
        size_words=_("số trẻ của thôn"), english=english())
    return Apart(text, mark_safe(drawn))  # noqa: S308 - charts escapes every word it draws
