"""Who is listed on the roll of a session: the children of a thôn on its day, each with who came for her."""
from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import completed_years, middle, years_back
from mangnon.places.models import below
from mangnon.registry.models import Child, Residence
from mangnon.registry.views import villages

from .catalogue import catalogue
from .package_forms import receivers_of
from .package_models import PackageSession, Receiver


@dataclass(frozen=True)
class Line:
    """A child of the list. came: who came for her, "" for nobody."""

    child: Child
    age: int
    came: str
    adults: str


class Roll:
    """The list of a session. said: the page's address with the thôn and the ages."""

    def __init__(self, session: PackageSession, user: Any, said: Mapping[str, str]) -> None:
        self.session, self.day = session, session.held_on
        package = catalogue().packages.get(session.package)
        # A package that the files no longer have: whoever came stays, and nobody is kept from being added.
        self.codes = receivers_of(package) if package else list(Receiver.values)
        self.receivers = [(code, Receiver(code).label) for code in self.codes]
        self.villages = list(villages())
        self.village = self._village(said.get("thon", ""))
        self.youngest, self.oldest = _age(said.get("tu", ""), 0), _age(said.get("den", ""), 15)
        self.standing = dict(session.attendance.values_list("child", "receiver"))
        children = Child.objects.visible_to(user, Permission.SUPPORT_WRITE)
        homes = Residence.objects.on(self.day).filter(unit__in=below([self.village], self.day) if self.village else [])
        self.children = list(children.filter(
            pk__in=homes.values("child"), born_on__gt=years_back(self.day, self.oldest + 1),
            born_on__lte=years_back(self.day, self.youngest)).exclude(died_on__lt=self.day).in_name_order())

    def _village(self, asked: str) -> Any:
        named = next((unit for unit in self.villages if str(unit.pk) == asked), None)
        own = next((unit for unit in self.villages if unit.pk == self.session.unit_id), None)
        return named or own or (self.villages[0] if self.villages else None)

    @property
    def lines(self) -> list[Line]:
        return [Line(child, completed_years(middle(child.born_on, child.born_precision), self.day),
                     self.standing.get(child.pk, ""), " · ".join(filter(None, (child.mother_name, child.father_name))))
                for child in self.children]

    def sent(self, typed: Mapping[str, Any]) -> tuple[dict[uuid.UUID, str], list[uuid.UUID]]:
        """What was ticked, and what was taken off: only what this page itself showed as ticked.

        Where the sender left a box as it was drawn, what somebody else wrote meanwhile stands.
        """
        there, gone = {}, []
        for child in self.children:
            drawn, receiver = typed.get(f"truoc-{child.pk}", ""), typed.get(f"ai-{child.pk}", self.codes[0])
            if f"co-{child.pk}" not in typed:
                gone += [child.pk] if drawn else []
            elif receiver in self.codes and receiver != drawn:
                there[child.pk] = receiver
        return there, gone


def _age(text: str, usual: int) -> int:
    return int(text) if text.isdecimal() and int(text) <= 17 else usual
