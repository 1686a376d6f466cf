"""One person's own children to reach: the lines her role works on, and who is still missing from each, by name."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core.disclosure import NEEDS_PROTECTION_LIST
from mangnon.plan.models import Plan
from mangnon.registry.models import Child

from .answers import split
from .lists import OF_GROUPS
from .reading_facts import FactBook
from .sight import may_list, may_read
from .too_late import LINE, too_late
from .too_late import words as late_words
from .vocabulary import definitions
from .words import heads, told, unknown_heads

NAMED = 6
"""Children named at once; the rest stand in the list of the line. Of the lines about harm nobody is: whoever looks over
a shoulder at the page one begins the day with must not read who it happened to."""
WORKS_ON = {
    Permission.HEALTH_WRITE: {"2", "3a", "3b", "3c", "4a", "4b", "4c", "5a", "5b", "15"},
    Permission.SUPPORT_WRITE: {"8a", "8b", "9", "10", "12", "13"},
    Permission.CIVIL_WRITE: {"14"}, Permission.IDENTITY_WRITE: {"14"},
    Permission.EDUCATION_WRITE: {"16", "17a", "17b", "18a", "18b", "20b"},
    Permission.ACTIVITIES_WRITE: {"22", "23", "24"}}
"""What a person writes, to the lines that moves: a school writes no roll of an activity, so 22 to 24 are none of its
work. Whoever writes none of it (a thôn's head) sees every line she may."""



@dataclass(frozen=True)
class ToReach:
    """A line with children of one's own place behind it. part: which list, "missing" or "unknown"; said: how many.
    also: codes of further lines that wait for the very same children.  late: children who can never be reached any
    more, each with the words why; they are no work, so said, names and more leave them out (said is empty where
    all are)."""

    code: str
    label: str
    part: str
    said: str
    url: str
    names: list[Child]
    more: int
    also: list[str] = field(default_factory=list)
    late: list[tuple[Child, str]] = field(default_factory=list)
    late_said: str = ""


def to_reach(plan: Plan, book: FactBook, year: int, user: Any) -> list[ToReach]:
    """Lines with somebody missing or unknown among the children this user may see, in the plan's order."""
    mine = {str(pk) for pk in Child.objects.visible_to(user).values_list("pk", flat=True)}
    own = set().union(*(lines for permission, lines in WORKS_ON.items() if user.can(permission)))
    found: list[ToReach] = []
    seen: dict[frozenset[str], int] = {}
    for measure in plan.document.measures:
        definition = definitions()[measure.code]
        if definition.count != "child" or (own and measure.code not in own) or not may_list(user, measure.code):
            continue
        figure = book.figure(measure.code, year)
        if not figure.unknown and (measure.better == "lower" or figure.denominator == figure.numerator):
            continue
        rows = split(definition, book.subjects(measure.code, year))
        for part in ("missing", "unknown"):
            ids = set() if part == "missing" and measure.code in OF_GROUPS else rows[part] & mine
            if part == "missing" and measure.code == LINE and may_read(user, {"dose"}):
                late = too_late(ids)
                ids -= late.keys()
                if late:
                    found.append(_line(measure, part, ids, year, late))
                    continue
            if ids and (part == "unknown" or measure.better == "higher"):
                same = seen.setdefault(frozenset(ids), len(found))
                if same == len(found) or found[same].part != part:
                    found.append(_line(measure, part, ids, year))
                else:
                    # The same children wait for the same thing: one visit moves both lines.
                    found[same] = replace(found[same], also=[*found[same].also, measure.code])
    return found


def _line(measure: Any, part: str, ids: set[str], year: int, late: Mapping[str, dt.date] | None = None) -> ToReach:
    named = 0 if measure.code in NEEDS_PROTECTION_LIST else NAMED
    children = list(Child.objects.filter(pk__in=[uuid.UUID(i) for i in ids]).in_name_order()[:named])
    said = heads(len(ids), measure.noun) if part == "missing" and ids else ""
    said = unknown_heads(len(ids), measure) if part == "unknown" else said
    url = reverse("indicators:measure", args=[measure.code]) + f"?nam={year}&danh-sach={part}"
    beyond = [(child, late_words(late[str(child.pk)])) for child in Child.objects.filter(
        pk__in=[uuid.UUID(i) for i in late]).in_name_order()[:NAMED]] if late else []
    many = ngettext("%(n)s em đã quá mốc, không sửa được nữa", "%(n)s em đã quá mốc, không sửa được nữa",
                    len(late)) % {"n": len(late)} if late else ""
    return ToReach(measure.code, told(measure, "label"), part, said, url, children, len(ids) - len(children),
                   late=beyond, late_said=many)
