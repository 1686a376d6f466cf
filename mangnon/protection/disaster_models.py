"""A day of disaster: what struck where, and for each child whether she is found, safe, in need, helped."""
from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mangnon.core.models import Record
from mangnon.places.models import Unit
from mangnon.registry.models import Child


class DisasterKind(models.TextChoices):
    STORM = "storm", _("bão, lốc")
    FLOOD = "flood", _("lũ, ngập lụt")
    LANDSLIDE = "landslide", _("sạt lở đất")
    FIRE = "fire", _("cháy")
    EPIDEMIC = "epidemic", _("dịch bệnh")
    OTHER = "other", _("loại khác")


class Disaster(Record):
    """Something that struck thôn of the commune on a day. Vietnamese: ngày thiên tai. Plan target 12."""

    name = models.TextField(_("tên, như bão số 5"))
    kind = models.CharField(_("loại"), max_length=10, choices=DisasterKind.choices)
    occurred_on = models.DateField(_("ngày xảy ra"))

    def __str__(self) -> str:
        return self.name


class DisasterPlace(Record):
    """A thôn that was struck."""

    disaster = models.ForeignKey(Disaster, models.CASCADE, related_name="places")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("thôn"))

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["disaster", "unit"], name="protection_disaster_place")]

    def __str__(self) -> str:
        return f"{self.unit}"


class DisasterLine(Record):
    """What is known of a child since the disaster; made when the first word about her is written.

    found_at, relieved_at: instants as told by who was there.  safe: yes, no, or not known.  needs: in words; only a
    child in need becomes an incident, which line 12 counts.
    """

    disaster = models.ForeignKey(Disaster, models.PROTECT, related_name="lines")
    child = models.ForeignKey(Child, models.PROTECT, related_name="disaster_lines")
    found_at = models.DateTimeField(_("thấy em lúc"), null=True, blank=True)
    safe = models.BooleanField(_("an toàn"), null=True, blank=True)
    needs = models.TextField(_("cần giúp gì"), blank=True)
    relieved_at = models.DateTimeField(_("được cứu trợ lúc"), null=True, blank=True)
    incident = models.ForeignKey("protection.Incident", models.SET_NULL, null=True, blank=True, editable=False,
                                 related_name="+")

    class Meta(Record.Meta):
        constraints = [*Record.Meta.constraints,
                       models.UniqueConstraint(fields=["disaster", "child"], name="protection_disaster_line")]

    def __str__(self) -> str:
        return f"{self.disaster}"
