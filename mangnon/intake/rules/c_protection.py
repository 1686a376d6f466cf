"""Rules between rooms of protection: what one row says and another, which should follow from it, does not."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.education.models import Enrolment
from mangnon.intake import adding
from mangnon.intake.quality import Finding, Rule
from mangnon.protection.models import Circumstance, Disability, Incident
from mangnon.registry.models import Child


def _in_group(day: dt.date, *groups: str) -> set[uuid.UUID]:
    return set(Circumstance.objects.on(day).filter(group__in=groups).values_list("child", flat=True))


def _living() -> set[uuid.UUID]:
    return set(Child.objects.filter(died_on=None).values_list("pk", flat=True))


def disability_without_group(day: dt.date) -> Iterable[Finding]:
    disabled = set(Disability.objects.on(day).values_list("child", flat=True)) & _living()
    for child in disabled - _in_group(day, "d"):
        yield child, _g("có khuyết tật, chưa ghi nhóm d")


def group_without_disability(day: dt.date) -> Iterable[Finding]:
    disabled = set(Disability.objects.on(day).values_list("child", flat=True))
    for child in (_in_group(day, "d") - disabled) & _living():
        yield child, _g("có nhóm d, chưa ghi mức độ khuyết tật")


def death_without_incident(day: dt.date) -> Iterable[Finding]:
    told = set(Incident.objects.filter(kind="injury", fatal=True).values_list("child", flat=True))
    for child in Child.objects.filter(death_cause="injury").exclude(pk__in=told).values_list("pk", flat=True):
        yield child, _g("mất do tai nạn, chưa ghi vụ tai nạn")


def incident_without_death(day: dt.date) -> Iterable[Finding]:
    rows = Incident.objects.filter(kind="injury", fatal=True, child__died_on=None)
    for child in rows.values_list("child", flat=True):
        yield child, _g("vụ tai nạn ghi tử vong, chưa ghi ngày mất")


def abuse_without_group(day: dt.date) -> Iterable[Finding]:
    harmed = set(Incident.objects.filter(kind="abuse", confirmed=True).values_list("child", flat=True)) & _living()
    for child in harmed - _in_group(day, "i", "k", "l", "m"):
        yield child, _g("xâm hại đã xác minh, chưa ghi nhóm i, k, l hay m")


def labour_and_dropout_without_group(day: dt.date) -> Iterable[Finding]:
    working = set(Incident.objects.filter(kind="child_labour", confirmed=True).values_list("child", flat=True))
    left = set(Enrolment.objects.filter(outcome="dropped_out").values_list("child", flat=True))
    for child in (working & left & _living()) - _in_group(day, "h"):
        yield child, _g("bỏ học và lao động, chưa ghi nhóm h")


def harm_without_incident(day: dt.date) -> Iterable[Finding]:
    """The reverse: a group of harm, and nothing said of what befell the child."""
    told = set(Incident.objects.filter(kind__in=("abuse", "child_labour")).exclude(confirmed=False).values_list(
        "child", flat=True))
    for child in (_in_group(day, *adding.SEALED) - told) & _living():
        yield child, _g("có nhóm i, k, l hay m, chưa ghi vụ việc nào")


def group_h_without_dropout(day: dt.date) -> Iterable[Finding]:
    left = set(Enrolment.objects.filter(outcome="dropped_out").values_list("child", flat=True))
    for child in (_in_group(day, "h") - left) & _living():
        yield child, _g("có nhóm h, chưa ghi bỏ học")


RULES = (
    Rule("khuyet-tat-d", _("Khuyết tật mà chưa ghi nhóm d"), _("Ghi hoàn cảnh đặc biệt, nhóm d."),
         disability_without_group, adds=(adding.GROUP_D,)),
    Rule("d-khuyet-tat", _("Nhóm d mà chưa ghi khuyết tật"), _("Ghi mức độ khuyết tật, hoặc kết thúc nhóm d."),
         group_without_disability, adds=(adding.DISABILITY,)),
    Rule("mat-tai-nan", _("Mất do tai nạn mà chưa ghi vụ việc"), _("Ghi vụ tai nạn thương tích."),
         death_without_incident, adds=(adding.ACCIDENT,)),
    Rule("tai-nan-mat", _("Vụ tai nạn tử vong mà em chưa ghi mất"),
         _("Ghi ngày mất và nguyên nhân, hoặc sửa vụ việc."),
         incident_without_death, adds=(adding.DEATH,)),
    Rule("xam-hai-nhom", _("Xâm hại đã xác minh mà chưa ghi nhóm hoàn cảnh"),
         _("Ghi hoàn cảnh đặc biệt, nhóm i, k, l hoặc m."), abuse_without_group, sealed=True,
         adds=adding.GROUPS_OF_HARM),
    Rule("nhom-xam-hai", _("Nhóm i, k, l, m mà chưa ghi vụ việc"),
         _("Ghi vụ việc, hoặc kết thúc nhóm hoàn cảnh nếu ghi nhầm."), harm_without_incident, sealed=True,
         adds=(adding.REPORT,)),
    Rule("lao-dong-nhom", _("Bỏ học, lao động mà chưa ghi nhóm h"), _("Ghi hoàn cảnh đặc biệt, nhóm h."),
         labour_and_dropout_without_group, sealed=True, adds=(adding.GROUP_H,)),
    Rule("nhom-bo-hoc", _("Nhóm h mà chưa ghi bỏ học"),
         _("Ghi em bỏ học ở mục trường học, hoặc kết thúc nhóm h."), group_h_without_dropout),
)
