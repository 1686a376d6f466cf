"""What of a figure a user may see: exact for those who work with it, else small cells in words.

Nothing that is hidden may be computed from the rest: of a table, of the village's own page, of the years.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.plan.models import Plan

from .reading_facts import FactBook
from .territory import UnitRow
from .verdict import Figure
from .vocabulary import definitions

NEEDED_FOR = {"measurement": Permission.HEALTH_READ, "dose": Permission.HEALTH_READ,
              "assessment": Permission.HEALTH_READ, "enrolment": Permission.EDUCATION_READ}
"""What a role must read for a list to tell more of these tables than the line's own answer."""


def may_read(user: Any, tables: Collection[str]) -> bool:
    """Whether this user may open the records that a list made from these tables tells of."""
    return all(user.can(permission) for table, permission in NEEDED_FOR.items() if table in tables)


def may_list(user: Any, code: str) -> bool:
    """Whether this user may see the names behind a measure at all."""
    if code in disclosure.NEEDS_PROTECTION_LIST and not user.can(Permission.SEALED_READ):
        return False
    return bool(user.can(Permission.LISTS_WITH_NAMES) and user.may_list(code))


def rest_of(measure: str, figure: Figure) -> int | None:
    """The children of the whole who are not counted, where a list names them."""
    definition = definitions()[measure]
    if definition.count != "child" or not definition.lists_missing or figure.denominator is None:
        return None
    return figure.denominator - figure.numerator


class Sight:
    """A user before a page about one unit. Its questions are cheap for those who see exact figures."""

    def __init__(self, plan: Plan, book: FactBook, user: Any, *, only: str = "") -> None:
        self.plan, self.book, self.user, self.only = plan, book, user, only
        self.village = book.unit.level == "village"
        self._exact = user.can(Permission.EXACT_FIGURES)
        self._sealed = user.can(Permission.SEALED_READ)
        self._scope = None if self._exact else user.scope(Permission.LISTS_WITH_NAMES)
        self._around: FactBook | None = None

    def knows(self, measure: str, unit: str) -> bool:
        """Whether the numbers of a unit are this user's to know: by her role, or because she may list the names."""
        if self._exact or definitions()[measure].count == "facility":
            return True
        return self._scope is not None and may_list(self.user, measure) and (
            self._scope.everything or unit in {str(u) for u in self._scope.unit_ids})

    def locked(self, measure: str, *, village: bool) -> bool:
        """Lines that nobody without the protection permission sees by village."""
        return village and measure in disclosure.NEEDS_PROTECTION_BY_VILLAGE and not self._sealed

    def hidden(self, measure: str, year: int, figure: Figure) -> str:
        """Words instead of the page's own figure; empty where it may be shown."""
        unit = self.book.unit
        if self.locked(measure, village=self.village):
            return _("không nêu theo thôn")
        if self.knows(measure, unit.unit):
            return ""
        # What its commune's table hides is said here as it is there, whether it is small or goes with a small one.
        return (self._in_its_commune(measure, year, unit) if self.village else "") or small_words(measure, figure)

    def few(self, measure: str, count: int) -> str:
        """Words instead of a small number beside the figure: the unknown, a tab of the lists."""
        if self.knows(measure, self.book.unit.unit) or not disclosure.hidden(count, measure):
            return ""
        return _("số dưới %(n)s") % {"n": disclosure.limit(measure)}

    def tells_unknown(self, measure: str) -> bool:
        """Whether it may be said at all that somebody's case is not known: of the lines about harm that is a report."""
        if self.locked(measure, village=self.village):
            return False
        return measure not in disclosure.SENSITIVE or self.knows(measure, self.book.unit.unit)

    def _in_its_commune(self, measure: str, year: int, unit: UnitRow) -> str:
        """What the commune's table by village hides stays hidden on the village's own page."""
        parent = self.book.territory.units.get(unit.parent or "")
        if parent is None:
            return ""
        if self._around is None:
            self._around = FactBook(self.plan, parent, self.book.today, self.book.borders, only=self.only)
        rows = [r for r in self._around.villages(year) if r.parent == parent.unit]
        return self.places(measure, self._around.by_place(measure, year, rows)).get(unit.unit, "")

    def places(self, measure: str, found: list[tuple[UnitRow, Figure]]) -> dict[str, str]:
        """Words instead of figures of a table by village, by unit; each commune's villages by themselves."""
        if self.locked(measure, village=True):
            return {row.unit: _("không nêu theo thôn") for row, _figure in found}
        gone: dict[str, str] = {}
        for parent in {row.parent for row, _figure in found}:
            # Her own village is no secret to her: it can be taken off the total.
            gone |= self.parts(measure, {row.unit: figure for row, figure in found
                                         if row.parent == parent and not self.knows(measure, row.unit)})
        return gone

    def parts(self, measure: str, cells: Mapping[str, Figure]) -> dict[str, str]:
        """Words instead of figures of parts that make up a whole; with a small one go others, all said alike: which of
        them is the small one would be half of what is hidden."""
        if self.knows(measure, self.book.unit.unit):
            return {}
        rests = {name: rest_of(measure, figure) for name, figure in cells.items()}
        known = {name: rest for name, rest in rests.items() if rest is not None}
        gone = disclosure.hide_cells({name: figure.numerator for name, figure in cells.items()}, measure,
                                     known if len(known) == len(cells) else None)
        return {name: _("không nêu") for name in gone}

    def groups(self, measure: str, cells: Mapping[str, Figure], whole: Figure) -> dict[str, str]:
        """Words instead of figures of groups that overlap: each for itself, and what it leaves of the whole's figure,
        which stands on the same page."""
        if self.knows(measure, self.book.unit.unit):
            return {}
        return {name: _("không nêu") for name, figure in cells.items()
                if small_words(measure, figure) or small_words(measure, _without(whole, figure))}


def _without(whole: Figure, part: Figure) -> Figure:
    """The whole's figure, those of a part taken off."""
    den = None if whole.denominator is None else whole.denominator - (part.denominator or 0)
    return Figure(whole.numerator - part.numerator, den, whole.unknown - part.unknown)


def small_words(measure: str, figure: Figure) -> str:
    """số dưới 5; chưa đủ: dưới 5; empty for a figure that is not small."""
    said = {"n": disclosure.limit(measure)}
    if disclosure.hidden(figure.numerator, measure):
        return _("số dưới %(n)s") % said
    rest = rest_of(measure, figure)
    if rest is not None and disclosure.hidden(rest, measure):
        return _("còn lại dưới %(n)s") % said
    return ""
