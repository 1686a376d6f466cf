"""The server sequence: the only order of changes."""
from __future__ import annotations

from django.db import transaction
from django.db.models import F

from .models import Counter


def take(count: int = 1, name: str = "seq") -> int:
    """Reserve ``count`` numbers and return the first of them; call inside a transaction.

    Updating the row locks it on PostgreSQL; SQLite holds the write lock already (transaction_mode IMMEDIATE).
    """
    with transaction.atomic():
        if not Counter.objects.filter(name=name).update(value=F("value") + count):
            Counter.objects.create(name=name, value=count)
        return Counter.objects.get(name=name).value - count + 1


def last(name: str = "seq", *, hold: bool = False) -> int:
    """The last number taken. hold: nobody takes another before the transaction ends."""
    rows = Counter.objects.filter(name=name)
    if hold:
        Counter.objects.get_or_create(name=name)
        rows = rows.select_for_update()
    return rows.values_list("value", flat=True).first() or 0
