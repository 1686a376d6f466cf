"""Which families could take a child in: a few plain questions, each answered in sight; no score."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mangnon.core.periods import completed_years, middle
from mangnon.registry.models import Child, Residence, Sex

from ..models import CareFamily, FamilyKin, Placement
from .rules import quarter_begins


@dataclass(frozen=True)
class Point:
    """One question. holds: yes, no, or None = nobody knows or nobody wished."""

    words: str
    holds: bool | None


@dataclass(frozen=True)
class Match:
    """A family beside a child. kin: what it is to her, "" where no relative.  left: places not taken."""

    family: CareFamily
    kin: str
    here: bool
    left: int
    points: tuple[Point, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it; what is not known does not."""
        return all(point.holds is not False for point in self.points if point.words)


def matches(child: Child, day: dt.date) -> list[Match]:
    """Every family of the list: relatives first, then those of her thôn, then by name; full ones are told as such."""
    home = Residence.objects.on(day).filter(child=child).order_by("from_on").last()
    kin = dict(FamilyKin.objects.filter(child=child).values_list("family", "relation"))
    taken = taken_places(day)
    confirmed = {row.pk for row in CareFamily.objects.filter(confirmations__confirmed_on__gte=quarter_begins(day))}
    found = []
    for family in CareFamily.objects.on(day).select_related("unit"):
        left = family.capacity - taken.get(family.pk, 0)
        here = home is not None and home.unit_id == family.unit_id
        found.append(Match(family, kin.get(family.pk, ""), here, left, tuple(
            _points(family, child, day, kin.get(family.pk, ""), here, left, family.pk in confirmed))))
    found.sort(key=lambda one: (one.left < 1, not one.kin, not one.here, not one.fits, one.family.head_name))
    return found


def taken_places(day: dt.date) -> dict[uuid.UUID, int]:
    """How many children each family has, or is decided to have."""
    found: dict[uuid.UUID, int] = {}
    for pk in Placement.objects.running(day).exclude(family=None).values_list("family", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def _points(family: CareFamily, child: Child, day: dt.date, kin: str, here: bool, left: int, confirmed: bool) -> Any:
    yield Point(_("họ hàng: %(what)s") % {"what": kin} if kin else _("không ghi là họ hàng"), True if kin else None)
    yield Point(_("cùng thôn") if here else _("khác thôn (%(unit)s)") % {"unit": family.unit}, True if here else None)
    yield Point(_("còn nhận được %(n)s em") % {"n": left} if left > 0 else _("đã đủ em, không còn chỗ"), left > 0)
    age = completed_years(middle(child.born_on, child.born_precision), day)
    low, high = family.from_age, family.to_age
    if low is not None or high is not None:
        inside = (low is None or age >= low) and (high is None or age <= high)
        span = _("từ %(a)s đến %(b)s tuổi") % {"a": 0 if low is None else low, "b": 16 if high is None else high}
        yield Point(_("muốn nhận em %(span)s; em %(age)s tuổi") % {"span": span, "age": age}, inside)
    if family.sex:
        same = None if child.sex == Sex.UNKNOWN else child.sex == family.sex
        yield Point(_("muốn nhận %(what)s") % {"what": family.get_sex_display()}, same)
    yield Point(_("xã đã xác minh") if family.checked_on else _("xã chưa xác minh"), bool(family.checked_on))
    yield Point(_("quý này đã hỏi lại, vẫn sẵn sàng") if confirmed else _("quý này chưa hỏi lại"),
                True if confirmed else None)
    if family.wishes:
        yield Point(_("mong muốn khác: %(what)s") % {"what": family.wishes}, None)
