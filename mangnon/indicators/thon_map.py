"""The thôn of a measure's page as a map by state: outlines where the commune has them, else tiles; nothing ranked."""
from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.places.models import Shape, TilePlace
from mangnon.plan.document import Measure
from mangnon.web import charts

from .board import ORDER
from .outlook import DETECTED
from .reading_facts import FactBook
from .thon_years import MOST
from .verdict import Figure
from .vocabulary import definitions
from .words import Said, state_word, told

HIDDEN, NOBODY = "hidden", "khong"


class Told(Protocol):
    """A thôn's row of the page's table."""

    @property
    def label(self) -> str: ...

    @property
    def said(self) -> Said: ...

    @property
    def figure(self) -> Figure: ...

    @property
    def hidden(self) -> str: ...


@dataclass(frozen=True)
class MapRow:
    """A line of the map's table. mark: of the state, "" where nothing is told."""

    label: str
    value: str
    mark: str
    word: str


@dataclass(frozen=True)
class ThonMap:
    """outlined: whether it is drawn by borders.  lacking: thôn without a border, where others have one."""

    drawn: SafeString
    rows: list[MapRow]
    outlined: bool
    lacking: list[str]


def thon_map(measure: Measure, book: FactBook, year: int, rows: Sequence[Told]) -> ThonMap | None:
    """The map of the page's table. rows: one a thôn of that year, in the order of the book's villages.

    Lines of what was detected have none: a thôn that found more is no worse.
    """
    villages = book.villages(year)
    if measure.code in DETECTED or definitions()[measure.code].count in ("facility", "declared") \
            or len(rows) != len(villages) or not 2 <= len(rows) <= MOST:
        return None
    units = [village.unit for village in villages]
    keys = [uuid.UUID(unit) for unit in units]
    shapes = {str(s.unit_id): s.coordinates for s in Shape.objects.filter(unit__in=keys)}
    spots = {str(p.unit_id): (p.from_top, p.from_left) for p in TilePlace.objects.filter(unit__in=keys)}
    told_rows = [_row(row) for row in rows]
    areas = [charts.MapArea(one.label, one.value, _state(row), shapes.get(unit, ()), spots.get(unit))
             for unit, row, one in zip(units, rows, told_rows, strict=True)]
    states = {mark: state_word(mark) for mark in ORDER} | {HIDDEN: _("không nêu")}
    drawn = charts.village_map(
        areas, states, title=_("%(label)s: bản đồ các thôn") % {"label": told(measure, "label")},
        desc="; ".join(f"{one.label}: {one.value}, {one.word}" for one in told_rows))
    lacking = [row.label for unit, row in zip(units, rows, strict=True) if unit not in shapes] if shapes else []
    return ThonMap(mark_safe(drawn), told_rows, bool(shapes) and not lacking, lacking)  # noqa: S308 - charts escapes


def _state(row: Told) -> str:
    if row.hidden:  # first of all: that nobody is there is a number too
        return HIDDEN
    return NOBODY if row.figure == Figure(0, 0, 0) else row.said.mark


def _row(row: Told) -> MapRow:
    state = _state(row)
    if state == HIDDEN:
        return MapRow(row.label, _("không nêu"), "", _("không nêu"))
    return MapRow(row.label, row.said.value, state, state_word(state))
