"""What is done with the directory: write a provider with what it offers, note that an entry was found right."""
from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mangnon.core import records

from .models import Offer, Provider


def write_provider(provider: Provider | None, *, by: Any, offers: Iterable[str] | None = None,
                   new_id: uuid.UUID | None = None, **values: Any) -> Provider:
    """Make a provider or correct one. offers: codes of what it gives; None leaves them as they are."""
    with transaction.atomic():
        row = records.correct(provider, by=by, **values) if provider else records.create(
            Provider, by=by, id=new_id or uuid.uuid4(), **values)
        if offers is not None:
            wanted = set(offers)
            for offer in row.offers.all():
                if offer.package in wanted:
                    wanted.discard(offer.package)
                else:
                    records.remove(offer, by=by, reason=_("nơi này không còn giúp việc ấy"))
            for code in sorted(wanted):
                records.create(Offer, by=by, provider=row, package=code)
    return row


def confirm(provider: Provider, *, by: Any, on: dt.date) -> Provider:
    """Note that somebody called and found the entry right."""
    return records.correct(provider, by=by, confirmed_on=on)
