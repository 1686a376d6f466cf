"""Draw households by thôn, each with the same chance within its thôn, so that anybody can draw them again and check."""
from __future__ import annotations

import datetime as dt
import random
import secrets
import string
from collections import defaultdict
from typing import Any

from django.db import transaction

from mangnon.core import audit, periods, sequence
from mangnon.core.models import Owner
from mangnon.registry.models import Child, HouseholdMember, Residence
from mangnon.registry.views import villages

from .agreement import as_registered
from .models import Resurvey, ResurveyRow

CHILD = 16
"""Years below which somebody is a child (Luật Trẻ em 2016)."""
Household = tuple[str, str, list[Child]]
"""(key, head, children)"""


def draw(per_village: int, day: dt.date, *, by: Any, seed: int | None = None) -> Resurvey:
    """Draw and keep a sample with what the register says of it today. Raises ValueError where nobody can be drawn."""
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    with transaction.atomic():
        resurvey = Resurvey.objects.create(commune_id=Owner.current().id, seq=sequence.take(), seed=seed, day=day,
                                           per_village=per_village, by=audit.actor_of(by)[0])
        rows: list[ResurveyRow] = []
        owner, seq = Owner.current().id, sequence.take()
        for n, unit in enumerate(villages(), 1):
            there = households(unit, day)
            resurvey.households[str(unit.pk)] = len(there)
            for at, (_key, head, children) in enumerate(_drawn(there, unit, per_village, seed), 1):
                rows += [ResurveyRow(commune_id=owner, seq=seq, resurvey=resurvey, unit=unit, child=child, head=head,
                                     code=f"{n}-{at:02}{letter}", was=as_registered(child, day))
                         for letter, child in zip(string.ascii_lowercase, children, strict=False)]
        if not rows:
            raise ValueError(per_village)
        resurvey.save(update_fields=["households"])
        ResurveyRow.objects.bulk_create(rows)
        audit.record(by, "create", "intake.Resurvey", resurvey.pk, fields=[f"seed={seed}", f"children={len(rows)}"])
    return resurvey


def _drawn(there: list[Household], unit: Any, most: int, seed: int) -> list[Household]:
    """The households of a thôn that the seed draws, in the order in which they stand in the register."""
    there = sorted(there)
    chosen = random.Random(f"{seed}:{unit.exchange_id}").sample(range(len(there)), min(most, len(there)))
    return [there[n] for n in sorted(chosen)]


def households(unit: Any, day: dt.date) -> list[Household]:
    """Households of a thôn with children who live there; a child in none is one by herself: nobody is left out."""
    homes = Residence.objects.on(day).filter(unit=unit).values("child")
    children = Child.objects.resident_on(day).filter(pk__in=homes, born_on__gt=periods.years_back(day, CHILD),
                                                     born_on__lte=day).order_by("born_on", "exchange_id")
    member = {row.child_id: row.household for row in HouseholdMember.objects.on(day).filter(
        child__in=children.values("pk")).select_related("household").order_by("from_on")}
    found: dict[tuple[str, str], list[Child]] = defaultdict(list)
    for child in children:
        house = member.get(child.pk)
        found[(f"h{house.exchange_id}", house.head_name) if house else (f"c{child.exchange_id}", "")].append(child)
    return [(key, head, some) for (key, head), some in found.items()]
