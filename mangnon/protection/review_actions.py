"""What is done with a review of circumstances: keep that it took place."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from mangnon.core import audit, records
from mangnon.registry.models import Child

from .models import CircumstanceReview


def review(child: Child, *, by: Any, on: dt.date, sealed: bool) -> bool:
    """Keep that a child's circumstances were reviewed on a day and stood; False where that stands already."""
    with transaction.atomic():
        # Whoever reviews at the same moment waits for this child, and then finds it done.
        Child.objects.select_for_update().get(pk=child.pk)
        if CircumstanceReview.objects.filter(child=child, sealed=sealed, reviewed_on=on).exists():
            return False
        records.create(CircumstanceReview, by=by, child=child, sealed=sealed, reviewed_on=on,
                       reviewed_by=audit.actor_of(by)[0])
    return True
