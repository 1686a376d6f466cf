"""Make the demonstration commune in an empty data folder."""
from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from mangnon.accounts.models import User
from mangnon.accounts.setup import demo_accounts
from mangnon.config.owning import own
from mangnon.core import clock, outbox
from mangnon.core.models import Owner
from mangnon.delivery.models import Activity
from mangnon.indicators import facts
from mangnon.intake.actions import import_folder

from . import write
from .accounts import ACCOUNTS, PASSWORD
from .care import add_care
from .cases import add_cases
from .claims import add_claims
from .decisions import add_decisions
from .instruments import add_instruments
from .placing import add_placing
from .reviews import add_reviews
from .services import add_directory, add_packages
from .work import give_work

WEEK = dt.timedelta(days=7)
WHOLE = 1.0


def make_demo(*, progress: Callable[[str], None], today: dt.date | None = None, size: float = 1.0) -> None:
    """Invent the commune, read it in as any folder is read, open one account a role."""
    day = today or clock.today()
    progress("Lần đầu mở: đang làm xã minh họa (trẻ em do phần mềm đặt ra), mất chừng nửa phút…")
    owner = Owner.current()
    owner.demo = True
    with tempfile.TemporaryDirectory() as room, transaction.atomic():
        owner.save(update_fields=["demo"])
        import_folder(write(Path(room) / "xa-minh-hoa", day, size=size), by="demo")
        own("15892", by="demo", on=day)
        add_decisions(day)
        add_care(day)
        demo_accounts(ACCOUNTS, PASSWORD, by="demo", since=dt.date(2021, 1, 1))
        # The youth union has activities of its own to show; the others are the officer's.
        Activity.objects.filter(kind="participation_model").update(
            recorded_by=User.objects.get(username="doanthanhnien"))
        add_instruments(day)
        add_directory(day)
        add_packages(day)
        add_reviews(day, by=User.objects.get(username="canbo"))
        if size >= WHOLE:
            add_cases(day)
        add_placing(day, by=User.objects.get(username="canbo"))
        add_claims(day, by=User.objects.get(username="canbo"))
    outbox.process()
    # Counted as of a week ago first, so that the week's changes have something to tell.
    facts.ensure(day - WEEK)
    facts.ensure(day)
    give_work(day)
    outbox.process()
