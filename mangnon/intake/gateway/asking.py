"""Ask: who is asked about, what of each goes out, and the seam that every way of asking stands behind."""
from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mangnon.core import audit, clock, jobs, sequence
from mangnon.core.models import Owner
from mangnon.core.periods import years_back
from mangnon.registry.lineage import survivors
from mangnon.registry.models import Child, Residence

from .models import Inquiry, InquiryRow

ADULT = 18
MOST = 5000
"""Children of one inquiry: an office that answers by hand takes no more at once."""


@dataclass(frozen=True)
class Question:
    """What goes out about a child, no more than is needed to find her. reference: code and number, opaque."""

    reference: str
    full_name: str
    born: str
    sex: str
    mother_name: str
    personal_id: str
    village: str


@dataclass(frozen=True)
class Asked:
    """What an adapter made of the questions: a file for a person to carry, or nothing where it went by itself."""

    name: str = ""
    content: bytes = b""
    media_type: str = ""


class Adapter(Protocol):
    """A way to ask. Whatever comes back becomes a list to review; no adapter ever writes into the register."""

    name: str

    def ask(self, inquiry: Inquiry, questions: Sequence[Question]) -> Asked: ...


ABOUT: dict[str, Callable[[Any], Any]] = {
    "missing": lambda rows: rows.filter(personal_id=""),
    "all": lambda rows: rows,
    "unsure": lambda rows: rows.filter(Q(personal_id="") | ~Q(born_precision="day") | Q(birth_registered_on=None)),
}
"""Which children an inquiry is about, by its word."""


def whom(about: str, unit: Any = None) -> Any:
    """Children under 18 who live here today, of a thôn where one is named."""
    today = clock.today()
    rows = Child.objects.resident_on(today).filter(born_on__gt=years_back(today, ADULT))
    if unit is not None:
        rows = rows.filter(pk__in=Residence.objects.on(today).filter(unit=unit).values("child"))
    return ABOUT[about](rows).in_name_order()


def inquire(adapter: Adapter, about: str, *, by: Any, purpose: str, unit: Any = None) -> tuple[Inquiry, Asked]:
    """Ask about children; the audit says who asked about how many and why, before anything leaves.

    Raises ValueError where nobody is to be asked about.
    """
    with transaction.atomic():
        children = list(whom(about, unit)[:MOST])
        if not children:
            raise ValueError(about)
        inquiry = Inquiry.objects.create(
            commune_id=Owner.current().id, seq=sequence.take(), code=_code(), adapter=adapter.name, purpose=purpose,
            about=about, by=audit.actor_of(by)[0])
        InquiryRow.objects.bulk_create(InquiryRow(inquiry=inquiry, number=n, child=child.exchange_id)
                                       for n, child in enumerate(children, 1))
        asked = adapter.ask(inquiry, _asked(inquiry, list(enumerate(children, 1))))
        audit.record(by, "ask", "intake.Inquiry", inquiry.pk, purpose=purpose,
                     fields=[f"adapter={adapter.name}", f"children={len(children)}"])
    return inquiry, asked


def _code() -> str:
    """Short enough to be typed, and not to be guessed from another: letters that are not taken for digits."""
    letters = "ABCDEFGHKMNPQRSTUVXYZ23456789"
    return f"YC{clock.today():%y%m%d}-{''.join(secrets.choice(letters) for _ in range(5))}"


def _asked(inquiry: Inquiry, children: Sequence[tuple[int, Child]]) -> list[Question]:
    homes = dict(Residence.objects.on(clock.today()).filter(child__in=[c.pk for _n, c in children]).order_by(
        "from_on").values_list("child", "unit__name"))
    return [Question(f"{inquiry.code}-{n:04}", c.full_name, born_words(c.born_on, c.born_precision),
                     {"male": "Nam", "female": "Nữ"}.get(c.sex, ""), c.mother_name, c.personal_id,
                     homes.get(c.pk, "")) for n, c in children]


def questions_of(inquiry: Inquiry) -> list[Question]:
    """The questions of an inquiry as they stand today; a child whose record is gone is asked about no more."""
    rows = list(inquiry.rows.order_by("number").values_list("number", "child"))
    today = survivors(child for _number, child in rows)
    children = {c.exchange_id: c for c in Child.objects.filter(
        exchange_id__in=[today.get(child, child) for _number, child in rows])}
    numbered = [(number, children[today.get(child, child)]) for number, child in rows
                if today.get(child, child) in children]
    return _asked(inquiry, numbered)


def born_words(born: dt.date, precision: str) -> str:
    return born.strftime({"day": "%d/%m/%Y", "month": "%m/%Y"}.get(precision, "%Y"))


def withdraw(inquiry: Inquiry, *, by: Any) -> None:
    """Take a question back: nothing is sent any more, and its references mean nobody. Raises ValueError once answered.

    What was carried or sent already is not called back by it: there is no way to.
    """
    with transaction.atomic():
        row = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        if row.answered_at or row.withdrawn_at:
            raise ValueError(row.code)
        row.withdrawn_at, row.seq = timezone.now(), sequence.take()
        row.save(update_fields=["withdrawn_at", "seq"])
        job = jobs.latest(row.pk)
        if job is not None:
            jobs.cancel(job)
        audit.record(by, "withdraw", "intake.Inquiry", row.pk)


def child_of(reference: str) -> str:
    """Exchange id of the child whom a reference of ours means; "" for one that is none of ours or was withdrawn."""
    code, _dash, number = reference.strip().upper().rpartition("-")
    if not number.isdigit():
        return ""
    rows = InquiryRow.objects.filter(inquiry__code=code, inquiry__withdrawn_at=None, number=int(number))
    found = rows.values_list("child", flat=True).first() or ""
    return survivors([found]).get(found, found) if found else ""


def note_answer(references: Iterable[str]) -> None:
    """Note that the inquiries of these references have had an answer."""
    codes = {reference.strip().upper().rpartition("-")[0] for reference in references}
    open_ones = Inquiry.objects.filter(answered_at=None, withdrawn_at=None)
    open_ones.filter(code__in=codes - {""}).update(answered_at=timezone.now())
