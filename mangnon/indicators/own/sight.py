"""Who sees what of an own measure. A definition is a text of a person: what it reads decides, not what it is called.

One that reads a table of child protection is as shut as lines 9, 10 and 13, and more: a definition can count those who
are NOT in a table, so hiding small numbers is not enough. Without the protection permission nothing of it is shown;
who sees exact figures of the commune (the inspector) sees that one number.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure

from ..sight import may_read
from ..territory import UnitRow
from ..verdict import Figure
from ..vocabulary import Definition, definitions
from .measures import Own

PROTECTED = frozenset({"incident", "circumstance", "at_risk", "support", "disability"})
OPEN_FIELDS = frozenset({"health", "nutrition", "education"})
"""Fields of service that line 2 reads and names to everybody who works with its children."""


def protected(definition: Definition) -> bool:
    """Whether a definition reads what belongs to child protection."""
    if definition.tables & PROTECTED:
        return True
    return any(part.of == "service" or (part.latest or {}).get("table") == "service" or any(
        _reads_services(c) for c in (*part.where, *(part.latest or {}).get("where", ()), part.den, part.num, part.unk))
        for part in definition.parts)


def _reads_services(condition: Any) -> bool:
    """Whether a condition asks for services other than those of the open fields."""
    if not isinstance(condition, list | tuple):
        return False
    if condition and condition[0] == "has" and condition[1] == "service":
        return not any(isinstance(c, list | tuple) and c[:2] == ["is", "field"] and set(c[2:]) <= OPEN_FIELDS
                       for c in condition[3:])
    return any(_reads_services(inner) for inner in condition)


def reads_sealed(own: Own) -> bool:
    return own.definition is None or protected(own.definition) or own.based_on in disclosure.SENSITIVE


def may_list(user: Any, own: Own) -> bool:
    """Whether this user may see the names behind it: at most those of the line it was copied from, and only of
    records that her role reads: a copy may ask something else of them than the line does."""
    if own.definition is None or not user.can(Permission.LISTS_WITH_NAMES):
        return False
    if not may_read(user, own.definition.tables):
        return False
    if (reads_sealed(own) or own.based_on in disclosure.NEEDS_PROTECTION_LIST) and not user.can(Permission.SEALED_READ):
        return False
    if user.may_list(own.code):  # no role names an own code: only those that may list every line
        return True
    source = definitions().get(own.based_on)
    return bool(source and user.may_list(own.based_on) and own.definition.tables <= source.tables)


class OwnSight:
    """A user before an own measure of one unit."""

    def __init__(self, user: Any, own: Own, unit: UnitRow) -> None:
        self.user, self.own, self.unit = user, own, unit
        self.village = unit.level == "village"
        self._exact = user.can(Permission.EXACT_FIGURES)
        self._sealed = user.can(Permission.SEALED_READ)

    def knows(self, unit: str) -> bool:
        """Whether the numbers of a unit are this user's to know."""
        if reads_sealed(self.own):
            return bool(self._sealed)
        if self._exact or (self.own.definition and self.own.definition.count == "facility"):
            return True
        scope = self.user.scope(Permission.LISTS_WITH_NAMES)
        return may_list(self.user, self.own) and (scope.everything or unit in {str(u) for u in scope.unit_ids})

    def shut(self) -> str:
        """Why nothing at all is shown of it here; empty where something is."""
        if reads_sealed(self.own) and not self._sealed and (self.village or not self._exact):
            return _("Chỉ tiêu này đọc hồ sơ bảo vệ trẻ, nên chỉ người làm việc bảo vệ trẻ xem được số.")
        if self.village and not self.knows(self.unit.unit):
            return _("Số của từng thôn xem ở trang của cả xã.")
        return ""

    def hidden(self, figure: Figure) -> str:
        """Words instead of the unit's figure where it is small on either side."""
        if self.knows(self.unit.unit) or (self._exact and not self.village):
            return ""
        if disclosure.small(figure.numerator, rest_of(self.own, figure), self.own.code) or disclosure.hidden(
                figure.unknown, self.own.code):
            return _("số nhỏ, không nêu")
        return ""

    def places(self, found: Iterable[tuple[UnitRow, Figure]]) -> dict[str, str]:
        """Words instead of figures of a table by village, by unit."""
        rows = [(row.unit, figure) for row, figure in found if not self.knows(row.unit)]
        if reads_sealed(self.own):
            return {unit: _("không nêu theo thôn") for unit, _figure in rows}
        rests = {unit: rest_of(self.own, figure) for unit, figure in rows}
        known = {unit: rest for unit, rest in rests.items() if rest is not None}
        gone = disclosure.hide_cells({unit: figure.numerator for unit, figure in rows}, self.own.code,
                                     known if len(known) == len(rows) else None)
        return {unit: _("không nêu") for unit in gone}


def rest_of(own: Own, figure: Figure) -> int | None:
    """The children of the whole who are not counted."""
    if figure.denominator is None or own.definition is None or own.definition.count != "child":
        return None
    return figure.denominator - figure.numerator
