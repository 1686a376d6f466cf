"""Which children of a line are work, who may be asked to do it, and where its result is written."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.models import Assignment, User
from mangnon.accounts.permissions import Permission as P
from mangnon.accounts.roles import ROLES, Role
from mangnon.accounts.scopes import scope_of
from mangnon.core import clock, disclosure
from mangnon.places.models import around
from mangnon.plan.document import Measure
from mangnon.registry.models import Attachment, Child, ChildTask, Residence
from mangnon.registry.scope import children_of, reaches

from .lists import OF_GROUPS
from .outlook import DETECTED
from .vocabulary import definitions

DEATHS = frozenset({"3a", "3b", "3c"})
STEPS: tuple[tuple[str, frozenset[str], tuple[P, ...]], ...] = (
    ("health:can-do-add", frozenset({"4a", "4b", "4c"}), (P.HEALTH_WRITE,)),
    ("health:mui-tiem-add", frozenset({"5a", "5b"}), (P.HEALTH_WRITE,)),
    ("protection:tro-giup-add", frozenset({"8b"}), (P.SUPPORT_WRITE,)),
    ("protection:dich-vu-add", frozenset({"12"}), (P.SUPPORT_WRITE,)),
    ("registry:child-edit", frozenset({"14"}), (P.CIVIL_WRITE, P.IDENTITY_WRITE)),
    ("health:danh-gia-add", frozenset({"15"}), (P.HEALTH_WRITE,)),
    ("education:nam-hoc-add", frozenset({"16", "17a", "17b", "18a", "18b"}), (P.EDUCATION_WRITE,)))
"""(door, lines, who may enter): where the result of the work is written."""
FIRST = {"collaborator": frozenset({"2", "4a", "4b", "4c", "5a", "5b", "14", "15", "16"}),
         "teacher": frozenset({"17a", "17b", "18a", "18b", "20b"}),
         "child_officer": frozenset({"22", "23", "24"})}
"""Who is proposed first: whoever meets these children in the ordinary run of things, and can write the result."""
ORDER = ("collaborator", "teacher", "health_worker", "justice", "village_head", "child_officer")


def parts_of(measure: Measure) -> tuple[str, ...]:
    """Which lists of a line are work: those not reached and not known; of a line that should be low, those counted.

    Of deaths, of what was only detected (8a, 9, 10, 11a, 13) and of what is no child nobody is sent to a family.
    Line 15 speaks of groups: only who was not assessed is work.
    """
    definition = definitions()[measure.code]
    if definition.count != "child" or measure.code in DEATHS or measure.code in DETECTED:
        return ()
    if measure.code in OF_GROUPS:
        return ("unknown",)
    if measure.better == "lower":
        return ("counted", "unknown")
    return ("missing", "unknown") if definition.lists_missing else ("unknown",)


def why_words(part: str) -> str:
    """Why a child is on a list, as the head of a task."""
    return {"missing": _("chưa đủ"), "unknown": _("chưa rõ"), "counted": _("cần giúp")}[part]


def roles_for(code: str) -> list[Role]:
    """Who may be given a line's children: only those who may see its names; the most fitting first."""
    sealed = code in disclosure.NEEDS_PROTECTION_LIST
    fit = [ROLES[name] for name in ORDER if _may(ROLES[name], code, sealed=sealed)]
    return sorted(fit, key=lambda role: code not in FIRST.get(role.code, ()))


def _may(role: Role, code: str, *, sealed: bool) -> bool:
    if sealed and P.SEALED_READ not in role.permissions:
        return False
    return P.LISTS_WITH_NAMES in role.permissions and (role.lines is None or code in role.lines)


@dataclass(frozen=True)
class Taker:
    """People of a role and the place they hold it for: a unit, a facility, or the commune, where they hold it whole."""

    role: str
    names: tuple[str, ...]
    unit: uuid.UUID | None
    facility: uuid.UUID | None

    def takes(self, places: set[uuid.UUID]) -> bool:
        """Whether a child is hers who has these units and facilities. As ``scope_of`` has it: a role of one thôn or
        school whose place is missing holds nowhere."""
        if self.unit is None and self.facility is None:
            return ROLES[self.role].place == "commune"
        return self.unit in places or self.facility in places


@dataclass
class Takers:
    """Who would do what today: asked for once, told of many children. However many people there are, the children's
    places are asked for once."""

    day: dt.date
    found: list[Taker] = field(default_factory=list)
    _around: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    _known: dict[tuple[str, frozenset[uuid.UUID]], dict[uuid.UUID, str]] = field(default_factory=dict)
    _places: dict[frozenset[uuid.UUID], dict[uuid.UUID, set[uuid.UUID]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        held = Assignment.objects.filter(Q(to_on=None) | Q(to_on__gt=self.day), from_on__lte=self.day,
                                         role__in=ORDER, user__is_active=True).select_related("unit", "user")
        places: dict[tuple[str, Any, Any], list[Assignment]] = defaultdict(list)
        for one in held.order_by("user__display_name"):
            places[one.role, one.unit_id, one.facility_id].append(one)
        self.found = [Taker(role, tuple(str(one.user) for one in group), unit, facility)
                      for (role, unit, facility), group in places.items()]
        self._around = around(self.day)

    def of(self, role: str, children: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
        """Each child's person of a role, by name; a child nobody of that role is there for is not in it."""
        key = (role, frozenset(children))
        if key not in self._known:
            said: dict[uuid.UUID, list[str]] = defaultdict(list)
            places = self._places_of(key[1])
            for taker in (taker for taker in self.found if taker.role == role):
                for child in key[1]:
                    if taker.takes(places.get(child, set())):
                        said[child] += taker.names
            self._known[key] = {child: ", ".join(dict.fromkeys(names)) for child, names in said.items()}
        return self._known[key]


    def _places_of(self, children: frozenset[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
        """The units in which each child lives, with all around them, and the facilities she belongs to."""
        if children not in self._places:
            places: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
            homes = Residence.objects.on(self.day).filter(child__in=children)
            for child, unit in homes.values_list("child_id", "unit_id"):
                places[child] |= self._around.get(unit, {unit})
            schools = Attachment.objects.on(self.day).filter(child__in=children)
            for child, facility in schools.values_list("child_id", "facility_id"):
                places[child].add(facility)
            self._places[children] = dict(places)
        return self._places[children]


def tasks_of(user: Any, day: dt.date) -> Any:
    """The open tasks of a person: of each of her roles, those of the children at the place she holds it for."""
    return visible(ChildTask.objects.open().filter(hers(user, day)), user)


def hers(user: Any, day: dt.date) -> Q:
    """The condition that a task is this person's to do."""
    mine = Q(pk__in=[])
    for held in user.holding(day):
        children = Child.objects.filter(children_of(scope_of([held], day), day))
        mine |= Q(role=held.role, child__in=children)
    return mine


def visible(tasks: Any, user: Any) -> Any:
    """Only tasks of lines whose names this user may see, of children she may see."""
    from .sight import may_list

    day, seen = clock.today(), Q(pk__in=[])
    codes = {code for code in definitions() if may_list(user, code)}
    for held in user.holding(day):
        # What one role may list it may list where that role holds, not where another does.
        lines = ROLES[held.role].lines
        if P.LISTS_WITH_NAMES in user.permissions_of(held, day):
            children = Child.objects.filter(children_of(scope_of([held], day), day))
            seen |= Q(measure__in=codes if lines is None else codes & lines, child__in=children)
    return tasks.filter(seen, child__in=Child.objects.visible_to(user, P.LISTS_WITH_NAMES))


def door_of(code: str) -> str:
    """The door where the result of a line's work is written, "" where it has none."""
    return next((door for door, lines, _who in STEPS if code in lines), "")


def step_of(code: str, child: uuid.UUID, user: Any) -> str:
    """The page where this user writes the result of the work; the child's own page where there is no other."""
    for door, lines, permissions in STEPS:
        if code in lines and reaches(user, child, *permissions):
            return reverse(door, args=[child])
    return reverse("registry:child", args=[child])


def writes(code: str, child: uuid.UUID, user: Any) -> bool:
    """Whether this user writes the result herself."""
    return any(code in lines and reaches(user, child, *permissions) for _door, lines, permissions in STEPS)


def named(rows: Iterable[Any]) -> dict[str, str]:
    """user:ID, as rows keep who did something, to the person's name and roles of today."""
    ids = {row.removeprefix("user:") for row in rows if row.startswith("user:")}
    return {f"user:{user.pk}": ", ".join([str(user), *(str(role.name) for role in user.roles)])
            for user in User.objects.filter(pk__in=ids)}
