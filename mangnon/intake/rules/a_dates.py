"""Rules of days: nothing that is told of a child lies before her birth, after her death or in days to come."""
from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.core import hooks, periods
from mangnon.delivery.models import Attendance
from mangnon.education.models import Enrolment
from mangnon.health.models import Assessment, Dose, Measurement
from mangnon.intake.quality import Finding, Rule
from mangnon.protection.models import AtRisk, Circumstance, Disability, Incident, Service, Support
from mangnon.registry.exchange import SEALED_GROUPS, SEALED_INCIDENTS
from mangnon.registry.models import Carer, Child, HouseholdMember, Registration, Residence
from mangnon.web import formats


@dataclass(frozen=True)
class Fact:
    """A dated row of a child. day: its field.  rows: which of the model's.  after: it can't come after her death."""

    model: Any
    day: str
    rows: Q = Q()
    after: bool = True

    @property
    def what(self) -> str:
        """Its name as its room gives it."""
        return str(hooks.row_words.get(self.model._meta.label) or self.model._meta.verbose_name)


WRITTEN = (Fact(Measurement, "measured_on"), Fact(Dose, "given_on"), Fact(Enrolment, "entered_on"),
           Fact(Assessment, "assessed_on"))
OWN = (*WRITTEN, Fact(Residence, "from_on"), Fact(HouseholdMember, "from_on"), Fact(Carer, "from_on"),
       Fact(Registration, "from_on"))
"""What a collaborator or a school may be asked about: identity, home, health, school."""
OPEN_INCIDENT, OPEN_GROUP = ~Q(kind__in=SEALED_INCIDENTS), ~Q(group__in=SEALED_GROUPS)
OPEN = (Fact(Attendance, "activity__held_on"), Fact(Disability, "from_on"), Fact(Support, "from_on"),
        Fact(Service, "received_on"), Fact(AtRisk, "from_on"), Fact(Circumstance, "from_on", OPEN_GROUP),
        Fact(Incident, "occurred_on", OPEN_INCIDENT), Fact(Incident, "detected_on", OPEN_INCIDENT, after=False))
"""What only the officer looks at. An incident may come to light after a death, not happen after it."""
SEALED = (Fact(Circumstance, "from_on", ~OPEN_GROUP), Fact(Incident, "occurred_on", ~OPEN_INCIDENT),
          Fact(Incident, "detected_on", ~OPEN_INCIDENT, after=False))


def before(facts: Iterable[Fact]) -> Callable[[dt.date], Iterable[Finding]]:
    """Rows that lie before the first day on which the child can have been born."""
    def find(day: dt.date) -> Iterable[Finding]:
        for fact in facts:
            # A birth known to the month lies anywhere in it, so the exact first day is looked at row by row.
            rows = fact.model.objects.filter(fact.rows, **{f"{fact.day}__lt": F("child__born_on")})
            for child, on, born, known in rows.values_list("child", fact.day, "child__born_on",
                                                           "child__born_precision"):
                if on < periods.earliest(born, known):
                    yield child, _g("%(what)s ngày %(day)s, trước ngày sinh") % {
                        "what": fact.what, "day": formats.date(on)}
    return find


def after(facts: Iterable[Fact]) -> Callable[[dt.date], Iterable[Finding]]:
    """Rows that lie after the child's death."""
    def find(day: dt.date) -> Iterable[Finding]:
        for fact in facts:
            if fact.after:
                rows = fact.model.objects.filter(fact.rows, **{f"{fact.day}__gt": F("child__died_on")})
                for child, on in rows.values_list("child", fact.day):
                    yield child, _g("%(what)s ngày %(day)s, sau ngày mất") % {
                        "what": fact.what, "day": formats.date(on)}
    return find


def ahead(day: dt.date) -> Iterable[Finding]:
    """Dates that have not come yet: a slip of the year, most often."""
    for fact in WRITTEN:
        for child, on in fact.model.objects.filter(**{f"{fact.day}__gt": day}).values_list("child", fact.day):
            yield child, _g("%(what)s ngày %(day)s còn ở phía trước") % {"what": fact.what, "day": formats.date(on)}
    for name, words in (("born_on", _g("ngày sinh")), ("died_on", _g("ngày mất")),
                        ("birth_registered_on", _g("ngày đăng ký khai sinh"))):
        for child, on in Child.objects.filter(**{f"{name}__gt": day}).values_list("pk", name):
            yield child, _g("%(what)s %(day)s còn ở phía trước") % {"what": words, "day": formats.date(on)}


_BIRTH_OR_DAY = _("Ngày sinh hoặc ngày của việc ấy sai. Sửa chỗ sai ở trang của em.")
_DEATH_OR_OTHER = _("Ngày mất sai, hoặc việc ấy là của em khác.")
RULES = (
    Rule("truoc-sinh", _("Việc ghi trước ngày sinh"), _BIRTH_OR_DAY, before(OWN), asked=True),
    Rule("truoc-sinh-khac", _("Hoàn cảnh, trợ giúp, hoạt động ghi trước ngày sinh"), _BIRTH_OR_DAY, before(OPEN)),
    Rule("truoc-sinh-kin", _("Việc giữ kín ghi trước ngày sinh"), _BIRTH_OR_DAY, before(SEALED), sealed=True),
    Rule("sau-mat", _("Việc ghi sau ngày mất"), _DEATH_OR_OTHER, after(OWN), asked=True),
    Rule("sau-mat-khac", _("Hoàn cảnh, trợ giúp, hoạt động ghi sau ngày mất"), _DEATH_OR_OTHER, after(OPEN)),
    Rule("sau-mat-kin", _("Việc giữ kín ghi sau ngày mất"), _DEATH_OR_OTHER, after(SEALED), sealed=True),
    Rule("phia-truoc", _("Ngày còn ở phía trước"), _("Thường là gõ nhầm năm. Sửa ở trang của em."), ahead, asked=True),
)
