"""Places: administrative units with their successions, facilities, and what was seen at facilities each year."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision


class Revision(CoreRevision):
    """What rows of this room held before."""


class Level(models.TextChoices):
    NATION = "nation", _("cả nước")
    PROVINCE = "province", _("tỉnh")
    COMMUNE = "commune", _("xã")
    VILLAGE = "village", _("thôn")


class Area(models.TextChoices):
    RURAL = "rural", _("nông thôn")
    URBAN = "urban", _("thành thị")


class Place(Record):
    """A row that folders name by an id of their own; until one does, its own key stands there.

    ``intake`` knows by this which places were made here and may be taken over by a folder's id.
    """

    class Meta(Record.Meta):
        abstract = True

    exchange_id: Any

    def clean_fields(self, exclude: Any = None) -> None:
        self.exchange_id = self.exchange_id or str(self.pk)
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.exchange_id = self.exchange_id or str(self.pk)
        super().save(*args, **kwargs)


class UnitQuerySet(models.QuerySet["Unit"]):
    def standing_on(self, day: dt.date) -> UnitQuerySet:
        """Units that stand on a day; the end is exclusive."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def villages(self) -> UnitQuerySet:
        return self.filter(level=Level.VILLAGE)


class Unit(Place):
    """An administrative unit while it stands: nation, province, commune, village.

    Vietnamese: đơn vị hành chính; village = thôn. A code may be borne by one unit after another, so (code,
    valid_from) names a unit, never the code alone. valid_to is exclusive.
    """

    exchange_id = models.TextField(_("mã trong tệp trao đổi"), blank=True)
    code = models.TextField(_("mã đơn vị"))
    name = models.TextField(_("tên"))
    level = models.CharField(_("cấp"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name=_("thuộc"))
    area = models.CharField(_("khu vực"), max_length=5, choices=Area.choices, blank=True)
    valid_from = models.DateField(_("có từ ngày"))
    valid_to = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "exchange_id"], name="places_unit_exchange")]

    def __str__(self) -> str:
        return self.name


class Succession(Record):
    """A unit merged into another on a day. Vietnamese: sáp nhập. A divided unit has none; its villages have."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    on = models.DateField(_("ngày"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["predecessor", "successor"], name="places_succession_key")]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class FacilityKind(models.TextChoices):
    KINDERGARTEN = "kindergarten", _("trường mầm non")
    PRIMARY = "primary", _("trường tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("trường trung học cơ sở")
    COMBINED_SCHOOL = "combined_school", _("trường phổ thông nhiều cấp")
    HEALTH_STATION = "health_station", _("trạm y tế")
    PLAY_POINT = "play_point", _("điểm vui chơi")
    CARE_CENTRE = "care_centre", _("cơ sở trợ giúp xã hội")
    OTHER = "other", _("cơ sở khác")


SCHOOL_KINDS = (FacilityKind.KINDERGARTEN, FacilityKind.PRIMARY, FacilityKind.LOWER_SECONDARY,
                FacilityKind.COMBINED_SCHOOL)


class FacilityQuerySet(models.QuerySet["Facility"]):
    def open_on(self, day: dt.date) -> FacilityQuerySet:
        """Open on opened_on, no longer on closed_on; empty = since ever, still."""
        return self.filter(Q(opened_on=None) | Q(opened_on__lte=day)).filter(
            Q(closed_on=None) | Q(closed_on__gt=day))

    def schools(self) -> FacilityQuerySet:
        return self.filter(kind__in=SCHOOL_KINDS)


class Facility(Place):
    """A place that serves children: school, health station, play point. Vietnamese: cơ sở."""

    exchange_id = models.TextField(_("mã trong tệp trao đổi"), blank=True)
    name = models.TextField(_("tên"))
    kind = models.CharField(_("loại"), max_length=16, choices=FacilityKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="facilities", verbose_name=_("địa bàn"))
    opened_on = models.DateField(_("mở từ ngày"), null=True, blank=True)
    closed_on = models.DateField(_("đóng từ ngày"), null=True, blank=True)

    objects = FacilityQuerySet.as_manager()

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["commune_id", "exchange_id"],
                                               name="places_facility_exchange")]

    def __str__(self) -> str:
        return self.name


class FacilityCheck(Record):
    """What was found at a facility in a year; an empty answer is unknown, never no. Plan targets 7, 19, 20, 21."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="checks")
    year = models.PositiveSmallIntegerField(_("năm"))
    sanitation = models.BooleanField(_("công trình vệ sinh hợp vệ sinh"), null=True, blank=True)
    psychological_support = models.BooleanField(_("có dịch vụ hỗ trợ tâm lý"), null=True, blank=True)
    accessible_building = models.BooleanField(_("cơ sở vật chất phù hợp trẻ khuyết tật"), null=True, blank=True)
    accessible_materials = models.BooleanField(_("tài liệu phù hợp trẻ khuyết tật"), null=True, blank=True)
    operating = models.BooleanField(_("đang hoạt động"), null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["facility", "year"], name="places_check_key")]

    def __str__(self) -> str:
        return f"{self.facility} {self.year}"


class Shape(Record):
    """Where a village lies, or a facility stands, on the map: WGS84 degrees, longitude first.

    Vietnamese: hình của thôn trên bản đồ; điểm của cơ sở. coordinates: of a village a list of polygons, each a list of
    rings (the outer one first), each a list of [longitude, latitude]; of a facility one [longitude, latitude].
    """

    unit = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True, related_name="shapes")
    facility = models.ForeignKey(Facility, models.CASCADE, null=True, blank=True, related_name="shapes")
    coordinates = models.JSONField(_("tọa độ"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["unit"], name="places_shape_unit"),
                       models.UniqueConstraint(fields=["facility"], name="places_shape_facility"),
                       models.CheckConstraint(condition=Q(unit=None) ^ Q(facility=None), name="places_shape_of_one")]

    def __str__(self) -> str:
        return str(self.unit or self.facility)


class TilePlace(Record):
    """Where the officer puts a village on the tile map: row and column, from 1.

    Vietnamese: chỗ của thôn trên bản đồ ô.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="tile_places")
    from_top = models.PositiveSmallIntegerField(_("hàng"))
    from_left = models.PositiveSmallIntegerField(_("cột"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["unit"], name="places_tile_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.from_top}/{self.from_left}"


def below(units: Iterable[Unit], borders_on: dt.date) -> set[uuid.UUID]:
    """Return the ids of all units within the given ones, the units included.

    A unit lies within another by steps up to a parent and steps across to a successor whose succession is on or
    before the borders day.
    """
    up: dict[uuid.UUID, set[uuid.UUID]] = {}
    for child, parent in Unit.objects.exclude(parent=None).values_list("pk", "parent_id"):
        up.setdefault(parent, set()).add(child)
    for old, new in Succession.objects.filter(on__lte=borders_on).values_list("predecessor_id", "successor_id"):
        up.setdefault(new, set()).add(old)
    found, waiting = set(), [unit.pk for unit in units]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(up.get(pk, ()))
    return found


def around(borders_on: dt.date) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Each unit to all within which it lies, itself included: ``below`` the other way round, of every unit at once."""
    up: dict[uuid.UUID, set[uuid.UUID]] = {}
    for pk, parent in Unit.objects.values_list("pk", "parent_id"):
        up[pk] = {parent} if parent else set()
    for old, new in Succession.objects.filter(on__lte=borders_on).values_list("predecessor_id", "successor_id"):
        up.setdefault(old, set()).add(new)
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for pk in up:
        found[pk], waiting = set(), [pk]
        while waiting:
            one = waiting.pop()
            if one not in found[pk]:
                found[pk].add(one)
                waiting.extend(up.get(one, ()))
    return found


def cycles_with(pk: uuid.UUID, above: Unit, leaving: uuid.UUID | None = None) -> bool:
    """Whether a unit would stand within itself by a step up or across to another. leaving: one not followed."""
    across: dict[uuid.UUID, set[uuid.UUID]] = {}
    for old, new in Succession.objects.exclude(pk__in=[leaving] if leaving else []).values_list(
            "predecessor_id", "successor_id"):
        across.setdefault(old, set()).add(new)
    parents = dict(Unit.objects.exclude(parent=None).values_list("pk", "parent_id"))
    seen, waiting = set(), [above.pk]
    while waiting:
        found = waiting.pop()
        if found == pk:
            return True
        if found not in seen:
            seen.add(found)
            waiting.extend(across.get(found, ()))
            waiting.extend([parents[found]] if found in parents else [])
    return False
