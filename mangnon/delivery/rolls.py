"""Who is listed on an activity's roll: the children of a thôn, or a class of that school year."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import school_year, years_back
from mangnon.education.models import Enrolment, grade_word
from mangnon.places.models import below
from mangnon.registry import lineage
from mangnon.registry.models import Child, Residence
from mangnon.registry.views import villages
from mangnon.web.history import Change, changes_of

from .models import Activity, ActivityKind, Attendance, Revision

YOUNGEST: dict[str, int] = {
    ActivityKind.CONSULTATION: 7, ActivityKind.PARTICIPATION_MODEL: 11, ActivityKind.AWARENESS: 3,
}
"""Completed years from which children are listed for a kind of activity; the page can list younger ones."""


class Roll:
    """The children listed for an activity. village or class: ids from the page's address; a class comes first.

    youngest: completed years from which a thôn's children are listed; what the address says, else those whom such an
    activity is for (a consultation counts children of 7 and over, plan target 22).
    """

    def __init__(self, activity: Activity, village: str, chosen: str, youngest: str = "") -> None:
        self.day = activity.held_on
        usual = YOUNGEST.get(activity.kind, 0)
        self.youngest = int(youngest) if youngest.isdigit() and int(youngest) < 16 else usual
        self.year = school_year(self.day.year if self.day.month >= 9 else self.day.year - 1)
        self.villages = villages()
        self.classes = self._classes()
        self.chosen = chosen if chosen in dict(self.classes) else ""
        self.village = None if self.chosen else self.villages.filter(pk=_uuid(village)).first() or self.villages.first()
        self.children = list(self._children().in_name_order())

    @property
    def name(self) -> str:
        return dict(self.classes)[self.chosen] if self.chosen else str(self.village)

    def _classes(self) -> list[tuple[str, str]]:
        rows = Enrolment.objects.filter(school_year=self.year).exclude(facility=None).values_list(
            "facility", "facility__name", "grade", "class_name").distinct().order_by(
                "facility__name", "grade", "class_name")
        return [(f"{pk}|{grade}|{name}", f"{name or grade_word(grade)}, {school}") for pk, school, grade, name in rows]

    def _children(self) -> Any:
        if self.chosen:
            school, grade, name = self.chosen.split("|", 2)
            return Child.objects.filter(pk__in=Enrolment.objects.filter(
                facility__pk=school, grade=grade, class_name=name, school_year=self.year).values("child"))
        homes = Residence.objects.on(self.day).filter(unit__in=below([self.village], self.day) if self.village else [])
        return Child.objects.filter(pk__in=homes.values("child"), born_on__gt=years_back(self.day, 16),
                                    born_on__lte=years_back(self.day, self.youngest))


def rolls_history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """When the child was put on a roll or taken off, for whoever reads what she took part in."""
    if user.can(Permission.IDENTITY_READ):
        yield from changes_of(Attendance, Revision.objects.filter(child_id__in=lineage.everyone(child)),
                              Attendance.objects.filter(child=child).values_list("pk", flat=True))


def _uuid(text: str) -> uuid.UUID:
    """The id in an address; one that nothing has where it cannot be read."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
