"""Where a line's gap is, by thôn, and why, where the register says so: counts only, never a name.

A thôn is small enough to know the child: lines of protection name no thôn at all, small counts are said as "dưới 5"
(``core/disclosure.py``), and where somebody died few cases name no thôn either.
"""
from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.core import disclosure
from mangnon.indicators.reading_facts import FactBook
from mangnon.places.models import Facility, FacilityCheck
from mangnon.registry.models import Child, DeathCause
from mangnon.web import formats

HIDDEN_BY_VILLAGE = frozenset({"6", "8a", "8b", "9", "10", "13"})
"""Lines whose cells by thôn never stand in a document: a thôn is small enough to know the child."""
OF_DEATHS = frozenset({"3a", "3b", "3c"})
FEW_NAME_NONE = OF_DEATHS | {"11b", "20b"}
"""Lines of deaths and disability: while there are few in the whole commune, no thôn is named."""
MOST_NAMED = 3
"""So many thôn are named at most."""


def spread_of(book: FactBook, measure: Any, year: int, *, unknown: bool = False) -> str:
    """nhiều nhất ở Thôn 3 (9 trẻ), Thôn 4 (9 trẻ): the thôn that hold most of the gap, or of the unknown."""
    if measure.code in HIDDEN_BY_VILLAGE or measure.counted_from == "declared":
        return ""
    found = book.by_place(measure.code, year, book.villages(year))
    gaps = {place.name: figure.unknown if unknown else figure.numerator if measure.better == "lower"
            else (figure.denominator or 0) - figure.numerator for place, figure in found}
    exact = measure.counted_from == "facility"
    return spread_words(measure.code, gaps, measure.noun, exact=exact)


def spread_words(code: str, gaps: Mapping[str, int], noun: str, *, exact: bool = False) -> str:
    """The same from plain counts by thôn. exact: they are of schools and places, which are no secret.

    What is hidden is named all together, in the order of the thôn, or not at all: "most of it" would tell it.
    """
    some = {name: n for name, n in gaps.items() if n > 0}
    if not some or (code in FEW_NAME_NONE and sum(some.values()) < disclosure.limit(code)):
        return ""
    gone = set() if exact else disclosure.hide_cells(gaps, code)
    shown = sorted(((name, n) for name, n in some.items() if name not in gone), key=lambda cell: -cell[1])
    if not shown:
        return _hidden(code, some, noun)
    named = _most_of(shown, sum(some.values()))
    said = _listed([name if len(some) == 1 else f"{name} ({formats.number(n)} {noun})" for name, n in named])
    rest = len(some) - len(named)
    more = f", còn lại rải rác ở {rest} thôn" if rest > 1 and len(shown) < len(some) else ""
    return f"{'nhiều nhất ở' if rest else 'ở'} {said}{more}"


def _hidden(code: str, some: Mapping[str, int], noun: str) -> str:
    few = f"mỗi thôn dưới {disclosure.limit(code)} {noun}" if all(
        disclosure.hidden(n, code) for n in some.values()) else ""
    if len(some) > MOST_NAMED:
        return f"rải rác ở {len(some)} thôn" + (f", {few}" if few else "")
    return f"ở {_listed(list(some))}" + (f" ({few})" if few and len(some) > 1 else "")


def _most_of(shown: Sequence[tuple[str, int]], total: int) -> list[tuple[str, int]]:
    """The fewest thôn, the largest first, that hold at least half; of two alike never one alone."""
    held = 0
    for k, (_name, n) in enumerate(shown[:MOST_NAMED], start=1):
        held += n
        if held * 2 >= total and (k == len(shown) or shown[k][1] < n):
            return list(shown[:k])
    return list(shown[:MOST_NAMED])


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}"


def reason_of(book: FactBook, measure: Any, year: int) -> str:
    """Why, where the register holds a reason: causes of deaths, what a school lacks, what became of a play point."""
    if measure.code not in ("3a", "3b", "3c", "20a", "21"):
        return ""
    rows = book.subjects(measure.code, year)
    if measure.code in OF_DEATHS:
        return _causes([uuid.UUID(subject) for _kind, subject, _sex, _den, num, _unk in rows if num])
    short = [uuid.UUID(subject) for _kind, subject, _sex, den, num, _unk in rows if den and not num]
    return _schools(short, year) if measure.code == "20a" else _points(short, book.period(year).end)


def _causes(children: list[uuid.UUID]) -> str:
    causes = Counter(Child.objects.filter(pk__in=children).values_list("death_cause", flat=True))
    known = [str(DeathCause(cause).label) for cause, _n in causes.most_common() if cause not in ("", "unknown")]
    return f"nguyên nhân ghi trong sổ: {', '.join(known)}" if known else ""


def _schools(short: list[uuid.UUID], year: int) -> str:
    checks = FacilityCheck.objects.filter(facility__in=short, year=year)
    lacks = [(checks.filter(accessible_building=False).count(), "chưa có cơ sở hạ tầng phù hợp"),
             (checks.filter(accessible_materials=False).count(), "chưa có tài liệu phù hợp")]
    said = "; ".join(f"{n} trường {what}" for n, what in lacks if n)
    return f"nguyên nhân theo kết quả kiểm tra: {said}" if said else ""


def _points(short: list[uuid.UUID], day: dt.date) -> str:
    closed = Facility.objects.filter(pk__in=short, closed_on__lte=day).count()
    said = [f"{closed} điểm đã đóng cửa" if closed else "",
            f"{len(short) - closed} điểm kiểm tra thấy không hoạt động" if len(short) > closed else ""]
    text = ", ".join(filter(None, said))
    return f"nguyên nhân theo sổ: {text}" if text else ""
