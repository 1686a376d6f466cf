"""What units are called beside each other: two thôn of one name, of two parts of a merged commune, are told apart."""
from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable

from .models import Unit


def told_apart(units: Iterable[Unit]) -> dict[uuid.UUID, str]:
    """Each unit's name; where several of these bear it, with the unit above: "Thôn 3 (Xã Hoằng Kim)", else the code.

    No two of them are called alike. It asks the database only where names collide.
    """
    found = {unit.pk: unit for unit in units}
    same = Counter(unit.name for unit in found.values())
    twice = [unit for unit in found.values() if same[unit.name] > 1]
    above = Unit.objects.in_bulk({unit.parent_id for unit in twice if unit.parent_id})
    words = {pk: unit.name for pk, unit in found.items()}
    for unit in twice:
        parent = above.get(unit.parent_id) if unit.parent_id else None
        words[unit.pk] = f"{unit.name} ({parent.name if parent else unit.code})"
    still = Counter(words.values())
    for unit in twice:
        if still[words[unit.pk]] > 1:
            # Of one unit above, or of two that bear one name as well: the code, and what tells even two of one code.
            words[unit.pk] = f"{unit.name} ({unit.code}, {unit.valid_from:%d/%m/%Y})"
    return words
