"""What a person may type about going to school."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.places.models import Facility
from mangnon.registry.forms import check_life
from mangnon.web import formats
from mangnon.web.fields import ELSE, ElseChoiceField
from mangnon.web.forms import RecordForm

from .models import Enrolment, grade_word

OLDER, YOUNGER = 3, 1
"""Years by which a pupil may be older or younger than her grade's usual age before it is asked about."""


class EnrolmentForm(RecordForm):
    facility = ElseChoiceField(Facility.objects.none(), label=gettext_lazy("Trường"),
                               none_of_these=gettext_lazy("trường ngoài xã"))

    class Meta(RecordForm.Meta):
        model = Enrolment
        fields = ["facility", "school_year", "grade", "class_name", "entered_on", "left_on", "outcome"]
        help_texts = {"school_year": gettext_lazy("Ví dụ 2026-2027.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box: Any = self.fields["facility"]
        box.queryset = Facility.objects.schools().order_by("name")
        if self.standing:
            self.initial.update(self.first_values(self.instance))

    def first_values(self, row: Any) -> dict[str, Any]:
        return super().first_values(row) | ({} if row.facility_id else {"facility": ELSE})

    def narrow(self, user: Any) -> None:
        """A teacher writes rows of her own school."""
        scope = user.scope(Permission.EDUCATION_WRITE)
        if not scope.everything:
            box: Any = self.fields["facility"]
            box.queryset = box.queryset.filter(pk__in=scope.facility_ids)
            box.none_of_these = ""

    def clean_school_year(self) -> str:
        return read_school_year(str(self.cleaned_data["school_year"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        entered, left = data.get("entered_on"), data.get("left_on")
        if entered and left and left < entered:
            self.add_error("left_on", _("Ngày thôi học lại trước ngày vào học."))
        for name, words in (("entered_on", _("Ngày vào học")), ("left_on", _("Ngày thôi học"))):
            if data.get(name) and data[name] > clock.today():
                self.add_error(name, _("%(what)s còn ở phía trước. Hãy kiểm tra lại ngày.") % {"what": words})
        if entered:
            check_life(self, "entered_on", entered, self.instance.child)
        if not self.errors:
            for field, words in [*odd_enrolment(self.instance.child, data), *self._elsewhere(data)]:
                self.ask(field, words)
        return data

    def _elsewhere(self, data: dict[str, Any]) -> Iterable[tuple[str, str]]:
        """A pupil sits in one class at a time: another row of the year that has not ended by then is asked about."""
        rows = Enrolment.objects.filter(child=self.instance.child, school_year=data["school_year"]).exclude(
            pk=self.instance.pk).exclude(facility=data["facility"], entered_on=data["entered_on"])
        for row in rows.select_related("facility").order_by("entered_on"):
            ends = row.left_on or dt.date.max
            if ends > data["entered_on"] and row.entered_on < (data["left_on"] or dt.date.max):
                yield "school_year", _("Năm học này sổ đã ghi em ở %(school)s, lớp %(grade)s, từ %(day)s và chưa thôi "
                                       "học ở đó. Chuyển trường thì hãy ghi ngày thôi học ở dòng ấy trước.") % {
                    "school": row.facility or _("trường ngoài xã"), "grade": row.class_name or row.get_grade_display(),
                    "day": formats.date(row.entered_on)}
                return


def read_school_year(text: str) -> str:
    """2026-2027 as typed: 2026-2027, 2026–2027, 2026/27, 26-27. Raises ValidationError with a sentence."""
    found = re.fullmatch(r"(\d{2}|\d{4})[-–/](\d{2}|\d{4})", "".join(text.split()))
    years = [int(y) + (2000 if len(y) == 2 else 0) for y in found.groups()] if found else []
    if not years or years[1] != years[0] + 1:
        raise ValidationError(_("Năm học viết bằng hai năm liền nhau, ví dụ 2026-2027."))
    return f"{years[0]}-{years[1]}"


def odd_enrolment(child: Any, data: dict[str, Any]) -> list[tuple[str, str]]:
    """What looks like a slip: a grade far from the age, a day outside the school year."""
    first = int(data["school_year"][:4])
    age, usual = first - child.born_on.year, usual_age(data["grade"])
    found = []
    if not usual - YOUNGER <= age <= usual + OLDER:
        words = _("Năm %(year)s em %(age)s tuổi; lớp %(grade)s thường %(usual)s tuổi. Có đúng không?")
        found.append(("grade", words % {
            "year": first, "age": age, "grade": grade_word(data["grade"]), "usual": usual}))
    if not dt.date(first, 6, 1) <= data["entered_on"] < dt.date(first + 1, 9, 1):
        found.append(("entered_on", _("Ngày vào học nằm ngoài năm học %(year)s. Có đúng không?") % {
            "year": data["school_year"]}))
    return found


def usual_age(grade: str) -> int:
    """The age a child reaches in the calendar year in which the school year of a grade begins."""
    return int(grade[2:]) if grade.startswith("MG") else 5 + int(grade)
