"""The register's children as lists are matched with them."""
from __future__ import annotations

import datetime as dt
import uuid

from mangnon.places.models import Level
from mangnon.registry.models import Child, Residence

from .describing import Birth, Described, describe


def known_children(on: dt.date) -> list[Described]:
    """Everyone the register knows, also those who moved away or died. id: the exchange id."""
    homes = _homes(on)
    rows = Child.objects.order_by("exchange_id").values_list(
        "pk", "exchange_id", "full_name", "sex", "born_on", "born_precision", "mother_name", "personal_id")
    return [describe(id=exchange_id, name_=name, born=birth_of(born, precision), sex=sex, mother=mother,
                     village=homes.get(pk, ("", ""))[0], commune=homes.get(pk, ("", ""))[1], number=number)
            for pk, exchange_id, name, sex, born, precision, mother, number in rows.iterator(chunk_size=5000)]


def _homes(on: dt.date) -> dict[uuid.UUID, tuple[str, str]]:
    """Where each child lives on the day, or lived last: the village and its commune."""
    rows = Residence.objects.filter(from_on__lte=on).order_by("from_on").values_list(
        "child", "unit__name", "unit__level", "unit__parent__name")
    return {child: (name, parent or "" if level == Level.VILLAGE else name)
            for child, name, level, parent in rows.iterator(chunk_size=5000)}


def birth_of(day: dt.date, precision: str) -> Birth:
    """A date as far as it is known."""
    return Birth(day.year, day.month if precision != "year" else 0, day.day if precision == "day" else 0)
