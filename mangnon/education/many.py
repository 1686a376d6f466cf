"""A class enrolled at the start of a school year: last year's class, or the children of a thôn, ticked on one page."""
from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.periods import school_year
from mangnon.registry.many import ManyKind

from .kinds import KINDS
from .models import Enrolment, Outcome, grade_word

GONE = (Outcome.TRANSFERRED, Outcome.DROPPED_OUT)


def running_year() -> int:
    """The calendar year in which the running school year began; from June the coming one is meant."""
    today = clock.today()
    return today.year if today.month >= 6 else today.year - 1


def last_classes(user: Any) -> list[tuple[str, str]]:
    """Last year's classes of the schools this person writes for, with how many may come back."""
    scope, year = user.scope(Permission.EDUCATION_WRITE), school_year(running_year() - 1)
    rows = Enrolment.objects.filter(school_year=year).exclude(facility=None).exclude(outcome__in=GONE)
    if not scope.everything:
        rows = rows.filter(facility__in=scope.facility_ids)
    classes = rows.values_list("facility", "facility__name", "grade", "class_name").annotate(n=Count("pk")).order_by(
        "facility__name", "grade", "class_name")
    return [(f"{pk}|{grade}|{name}", _g("%(class)s, %(school)s, %(year)s (%(n)s em)") % {
        "class": name or grade_word(grade), "school": school, "year": year, "n": n})
        for pk, school, grade, name, n in classes]


def of_class(children: Any, value: str) -> Any:
    school, grade, name = value.split("|", 2)
    rows = Enrolment.objects.filter(facility__pk=school, grade=grade, class_name=name,
                                    school_year=school_year(running_year() - 1))
    return children.filter(pk__in=rows.exclude(outcome__in=GONE).values("child"))


def newest(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The class a child went to last."""
    rows = Enrolment.objects.filter(child__in=ids).order_by("entered_on")
    return {r.child_id: f"{r.class_name or r.get_grade_display()}, {r.school_year}" for r in rows}


MANY = (
    ManyKind(KINDS[0], "vao-lop", _("Vào lớp đầu năm học"),
             _("Chọn trường, năm học, lớp; đánh dấu các em vào lớp. Có thể mở danh sách lớp năm trước."),
             ("facility", "school_year", "entered_on"), ages=(2, 15), hints=newest, pools=last_classes, pick=of_class),
)
