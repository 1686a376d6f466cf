"""Rules of the register itself: registration, homes, the personal number."""
from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.core import names as names_
from mangnon.core import periods
from mangnon.intake.quality import Finding, Rule
from mangnon.registry.models import Carer, Child, HouseholdMember, Residence
from mangnon.web import formats

ADULT = 18
CENTURY = {"0": (1900, "male"), "1": (1900, "female"), "2": (2000, "male"), "3": (2000, "female")}
"""Fourth digit of the personal number: century of birth and sex; the two that follow are the year."""


def registered_too_soon(day: dt.date) -> Iterable[Finding]:
    rows = Child.objects.filter(birth_registered_on__lt=F("born_on"), born_precision="day")
    for child, on in rows.values_list("pk", "birth_registered_on"):
        yield child, _g("đăng ký khai sinh ngày %(day)s, trước ngày sinh") % {"day": formats.date(on)}


def no_adult(day: dt.date) -> Iterable[Finding]:
    """Children under 18 alone in a household: no head's name but a child's own, and nobody who cares for any of them.

    What is not recorded is not absent: the words say that no adult is recorded.
    """
    young = periods.years_back(day, ADULT)
    inside: dict[uuid.UUID, list[Child]] = defaultdict(list)
    rows = HouseholdMember.objects.on(day).filter(child__died_on=None).select_related("child", "household")
    heads = {row.household_id: row.household.head_name for row in rows}
    for row in rows:
        inside[row.household_id].append(row.child)
    cared = set(Carer.objects.filter(Q(to_on=None) | Q(to_on__gt=day)).values_list("child", flat=True))
    for household, children in inside.items():
        names = {names_.fold(child.full_name) for child in children}
        head = names_.fold(heads[household])
        if all(child.born_on > young and child.pk not in cared for child in children) and (not head or head in names):
            for child in children:
                yield child.pk, _g("hộ chưa ghi người lớn nào")


def number_contradicts(day: dt.date) -> Iterable[Finding]:
    """The number says another sex or another year of birth than the register."""
    for pk, number, sex, born in Child.objects.exclude(personal_id="").values_list(
            "pk", "personal_id", "sex", "born_on"):
        if len(number) != 12 or not number.isdigit():
            yield pk, _g("không phải 12 chữ số")
            continue
        century, said = CENTURY.get(number[3], (0, ""))
        if said and sex != "unknown" and said != sex:
            yield pk, _g("số định danh nói giới tính khác")
        if century and century + int(number[4:6]) != born.year:
            yield pk, _g("số định danh nói năm sinh %(year)s") % {"year": century + int(number[4:6])}


def same_number(day: dt.date) -> Iterable[Finding]:
    holders: dict[str, list[tuple[uuid.UUID, str]]] = defaultdict(list)
    for pk, number, name in Child.objects.exclude(personal_id="").values_list("pk", "personal_id", "full_name"):
        holders[number].append((pk, name))
    for several in holders.values():
        for pk, _name in several if len(several) > 1 else ():
            others = ", ".join(name or _g("(chưa có tên)") for other, name in several if other != pk)
            yield pk, _g("cùng số định danh với %(names)s") % {"names": others}


def two_homes(day: dt.date) -> Iterable[Finding]:
    """Two homes on the same day: the child would be counted in both thôn."""
    last: dict[uuid.UUID, Residence] = {}
    for home in Residence.objects.select_related("unit").order_by("child", "from_on"):
        before = last.get(home.child_id)
        if before and (before.to_on is None or before.to_on > home.from_on):
            yield home.child_id, _g("%(a)s và %(b)s cùng ngày %(day)s") % {
                "a": before.unit, "b": home.unit, "day": formats.date(home.from_on)}
        last[home.child_id] = home


def no_home(day: dt.date) -> Iterable[Finding]:
    """Living, a child still, and no home ever: she is counted nowhere."""
    rows = Child.objects.filter(died_on=None, born_on__gt=periods.years_back(day, ADULT)).exclude(
        Exists(Residence.objects.filter(child=OuterRef("pk"))))
    for pk in rows.values_list("pk", flat=True):
        yield pk, _g("chưa ghi nơi ở nào")


RULES = (
    Rule("khai-sinh-som", _("Đăng ký khai sinh trước ngày sinh"),
         _("Một trong hai ngày sai. Đối chiếu giấy khai sinh."), registered_too_soon, asked=True),
    Rule("ho-khong-nguoi-lon", _("Hộ chưa ghi người lớn"),
         _("Ghi chủ hộ hoặc người chăm sóc. Em thật sự ở một mình thì báo ngay để được trợ giúp."),
         no_adult, asked=True),
    Rule("so-dinh-danh", _("Số định danh trái với giới tính hoặc năm sinh"),
         _("Đối chiếu với giấy khai sinh: số, giới tính hoặc năm sinh bị gõ nhầm."), number_contradicts, asked=True),
    Rule("trung-so", _("Hai em cùng một số định danh"), _("Có thể là một em ghi hai lần, hoặc số gõ nhầm."),
         same_number),
    Rule("hai-noi-o", _("Ở hai nơi cùng lúc"), _("Sửa ngày chuyển đi của nơi ở trước."), two_homes, asked=True),
    Rule("khong-noi-o", _("Chưa có nơi ở"), _("Em không được đếm ở thôn nào. Ghi nơi ở cho em."), no_home),
)
