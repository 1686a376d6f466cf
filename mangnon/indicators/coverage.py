"""Which parts of a merged commune this register knows nobody of: their silence must not be read as their figure."""
from __future__ import annotations

import datetime as dt

from mangnon.registry.models import Residence

from .territory import Territory, UnitRow


def bare_parts(territory: Territory, unit: UnitRow, today: dt.date) -> list[str]:
    """Names of the former communes within a unit in which nobody of this register ever lived, in order of names."""
    former = {old for old, new, day in territory.successions if new == unit.unit and day <= today.toordinal()}
    rows = [territory.units[old] for old in former if territory.units[old].level == "commune"]
    if not rows:
        return []
    lived_in = {str(pk) for pk in Residence.objects.order_by().values_list("unit", flat=True).distinct()}
    return sorted(row.name for row in rows if not territory.below(row.unit, today) & lived_in)
