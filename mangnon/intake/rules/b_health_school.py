"""Rules of health and school: a dose too early, a pupil too young, two schools at once."""
from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.education.forms import usual_age
from mangnon.education.models import Enrolment, grade_word
from mangnon.health.dose_oddity import GRACE, YOUNGEST, age_words
from mangnon.health.models import Dose, Measurement
from mangnon.intake.quality import Finding, Rule
from mangnon.web import formats

TOO_YOUNG, TOO_OLD = 1, 3
"""Years beside a grade's usual age before it is pointed at; late starters and repeaters are common."""
SHRINKS_CM = 3
"""Centimetres that a later height may be smaller by: measuring errs, children do not shrink."""


def early_doses(day: dt.date) -> Iterable[Finding]:
    rows = Dose.objects.filter(child__born_precision="day", vaccine__in=YOUNGEST).select_related("child")
    for dose in rows:
        age = (dose.given_on - dose.child.born_on).days
        if 0 <= age < YOUNGEST[dose.vaccine] - GRACE:
            yield dose.child_id, _g("%(vaccine)s khi mới %(age)s") % {
                "vaccine": dose.get_vaccine_display(), "age": age_words(age)}


def odd_grades(day: dt.date) -> Iterable[Finding]:
    for row in Enrolment.objects.select_related("child"):
        age = int(row.school_year[:4]) - row.child.born_on.year
        usual = usual_age(row.grade)
        if not usual - TOO_YOUNG <= age <= usual + TOO_OLD:
            yield row.child_id, _g("năm học %(year)s học lớp %(grade)s khi %(age)s tuổi") % {
                "year": row.school_year, "grade": grade_word(row.grade), "age": age}


def two_schools(day: dt.date) -> Iterable[Finding]:
    """Enrolled at two schools of the register in one school year, and left neither."""
    held: dict[tuple[Any, str], set[Any]] = defaultdict(set)
    for row in Enrolment.objects.filter(left_on=None).exclude(facility=None).exclude(outcome="transferred"):
        held[row.child_id, row.school_year].add(row.facility_id)
    for (child, year), schools in held.items():
        if len(schools) > 1:
            yield child, _g("năm học %(year)s ở %(n)s trường") % {"year": year, "n": len(schools)}


def shrunk(day: dt.date) -> Iterable[Finding]:
    last: dict[Any, tuple[Decimal, dt.date]] = {}
    for row in Measurement.objects.exclude(height_cm=None).order_by("child", "measured_on"):
        before = last.get(row.child_id)
        height = Decimal(str(row.height_cm))
        if before and height < before[0] - SHRINKS_CM:
            yield row.child_id, _g("cao %(a)s cm ngày %(x)s, còn %(b)s cm ngày %(y)s") % {
                "a": formats.plain(before[0]), "x": formats.date(before[1]), "b": formats.plain(height),
                "y": formats.date(row.measured_on)}
        last[row.child_id] = (height, row.measured_on)


RULES = (
    Rule("mui-som", _("Mũi tiêm sớm hơn lịch"), _("Ngày tiêm hoặc ngày sinh có thể sai. Hỏi trạm y tế."),
         early_doses, asked=True),
    Rule("thap-di", _("Lần đo sau thấp hơn lần trước"), _("Một lần đo sai. Đo lại, hoặc sửa lần sai."),
         shrunk, asked=True),
    Rule("lop-tuoi", _("Lớp không hợp tuổi"), _("Lớp hoặc năm sinh có thể sai. Xem học bạ và giấy khai sinh."),
         odd_grades, asked=True, school=True),
    Rule("hai-truong", _("Học hai trường cùng năm"), _("Ghi ngày thôi học ở trường cũ."), two_schools, asked=True,
         school=True),
)
