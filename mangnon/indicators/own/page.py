"""An own measure's page as data: the figure, its years, its thôn and the lists behind it, as this user may see them."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mangnon.web import formats

from ..answers import split
from ..lists import LISTS, OF_GROUPS, PER_PAGE, Item, KnownPages, Shown, items_of, only_visible, rows_of, sees_all
from ..models import PROJECTION
from ..territory import UnitRow
from ..verdict import Figure, judge
from ..vocabulary import Definition, definitions, tables_in
from ..words import Said, english, heads, say, unknown_heads
from .counting import Place
from .measures import Own, all_own
from .sight import OwnSight, may_list


@dataclass(frozen=True)
class Row:
    """A thôn or a year. hidden: words instead of a small figure."""

    label: str
    said: Said
    hidden: str
    url: str = ""


@dataclass(frozen=True)
class Page:
    """shut: why there is no figure.  split: whether there is a whole to count out of."""

    own: Own
    shut: str
    said: Said | None = None
    hidden: str = ""
    unknown: str = ""
    split: bool = True
    places: list[Row] = field(default_factory=list)
    years: list[Row] = field(default_factory=list)


def page_of(own: Own, place: Place, year: int, user: Any, *, with_years: bool = True) -> Page:
    """What a page says of a measure that was read without a fault."""
    definition, sight = own.definition, OwnSight(user, own, place.unit)
    if definition is None or sight.shut():
        return Page(own, sight.shut())
    figure = place.figure(definition, year)
    hidden = sight.hidden(figure)
    found = [] if hidden or sight.village else place.by_village(definition, year)
    gone = sight.places(found)
    places = [Row(row.name, _said(own, f, year), gone.get(row.unit, ""), f"?dia-ban={row.unit}&nam={year}")
              for row, f in found]
    years = []
    for y in reversed(place.years) if with_years else ():
        of_year = place.figure(definition, y)
        years.append(Row(str(y), _said(own, of_year, y), sight.hidden(of_year)))
    return Page(own, "", _said(own, figure, year), hidden,
                unknown_heads(figure.unknown, own) if figure.unknown and not hidden else "",
                figure.denominator is not None, places, years)


def on_board(unit: UnitRow, year: int, today: dt.date, user: Any) -> list[Page]:
    """The own measures beside the plan's lines; where there are none it costs nothing."""
    found = [own for own in all_own()[0] if not own.archived]
    place = Place.of(unit, today) if found else None
    return [page_of(own, place, year, user, with_years=False) for own in found if place]


def _said(own: Own, figure: Figure, year: int) -> Said:
    target = own.target(year)
    return say(figure, own.rules, judge(figure, own.rules, target), target, own)


def listed(own: Own, place: Place, year: int, user: Any, chosen: str, leaf: str = "") -> Shown:
    """The lists behind it, with names for those who may list the line it was copied from."""
    definition = own.definition
    if definition is None or not may_list(user, own):
        return Shown(False, "", why_not=_("Tên chỉ dành cho người được giao việc này."))
    rows = split(definition, place.subjects(definition, year))
    part = definition.count != "facility" and not sees_all(user)
    if part:
        rows = only_visible(rows, definition.count, user)
    words = labels(own)
    groups = own.based_on in OF_GROUPS or "assessment" in definition.tables
    if groups and not _asks_as_the_line(definition):
        rows["unknown"] -= _assessed()
    tabs = [(key, words[key], formats.number(len(rows[key]), english=english()))
            for key in (("unknown",) if groups else LISTS) if rows[key] or groups or key == "counted"]
    if groups:
        chosen = "unknown"
    elif chosen not in LISTS:
        chosen = "missing" if rows["missing"] and own.operator in (">=", ">", "=") else "counted"
    page = KnownPages(rows_of(definition.count, rows[chosen]), PER_PAGE, known=len(rows[chosen])).get_page(leaf)
    items: list[Item] = items_of(definition.count, list(page), place)
    return Shown(True, chosen, tabs, items, page=page, part=part, heads=heads(len(rows[chosen]), own.noun),
                 what=_("Cơ sở") if definition.count == "facility" else _("Họ và tên"))


def _asks_as_the_line(definition: Definition) -> bool:
    """Whether it leaves unknown whom a line that speaks of groups leaves unknown: the children still to be asked."""
    asking = {repr((part.latest, part.unk)) for code in OF_GROUPS for part in definitions()[code].parts}
    return all(repr((part.latest, part.unk)) in asking and not any("assessment" in tables_in(c) for c in part.where)
               for part in definition.parts)


def _assessed() -> set[str]:
    """Children with a score: a text of one's own could call those below a bar unknown, and so list them."""
    return set(PROJECTION["assessment"]._default_manager.filter(score__isnull=False).values_list("child", flat=True))


def labels(own: Own) -> dict[str, str]:
    if own.operator in ("<", "<="):
        return {"counted": _("Được đếm"), "missing": _("Còn lại"), "unknown": _("Chưa rõ")}
    return {"counted": _("Đã đủ"), "missing": _("Chưa đủ"), "unknown": _("Chưa rõ")}


def source_label(own: Own, plan: Any) -> str:
    """Which line it was copied from, in the plan's words."""
    if own.based_on not in definitions():
        return ""
    return next((f"{m.code}. {m.label}" for m in plan.document.measures if m.code == own.based_on), own.based_on)
