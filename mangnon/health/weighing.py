"""Weighing many children on one grid: each line is read, asked about and written by itself."""
from __future__ import annotations

import datetime as dt
import hashlib
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from mangnon.core import records
from mangnon.core.periods import completed_months
from mangnon.registry.models import Child
from mangnon.web import formats, meanwhile
from mangnon.web.fields import DecimalField

from .forms import HEAVIEST, TALLEST, within
from .growth import z_score_of
from .models import Measurement, Position
from .oddity import Odd, Taken, oddities, shown, taken_of

LOW, HIGH = -2.0, 2.0
LYING_UNTIL = 24
"""Months: younger children are measured lying."""


def word_of(z: float | None) -> str:
    """A calm word for a weight: no child is called weak."""
    if z is None:
        return ""
    if z < LOW:
        return _("nhẹ hơn mức thường gặp")
    return _("nặng hơn mức thường gặp") if z > HIGH else _("bình thường")


class WeighingGrid:
    """The children of a thôn on a day of weighing, with what was measured before it and on it."""

    def __init__(self, children: list[Child], day: dt.date, typed: Any) -> None:
        self.day = day
        rows = Measurement.objects.filter(child__in=children)
        earlier = Measurement.objects.filter(child=OuterRef("child"), measured_on__lt=day).order_by("-measured_on")
        before = {row.child_id: row for row in rows.filter(measured_on=Subquery(earlier.values("measured_on")[:1]))}
        standing = {row.child_id: row for row in rows.filter(measured_on=day)}
        self.rows = [WeighingRow(child, typed, day, before.get(child.pk), standing.get(child.pk))
                     for child in children]

    def write(self, *, by: Any) -> int:
        """Write every line that is filled, right and not asked about; returns how many."""
        with transaction.atomic():
            return sum(row.write(by) for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many lines wait for their person."""
        return sum(1 for row in self.rows if row.errors or row.questions)

    @property
    def filled(self) -> int:
        return sum(1 for row in self.rows if row.filled)


class WeighingRow:
    """One child's line, with what was typed. errors: sentences; questions: odd values that wait for an answer.

    swapped: the two values look typed each in the other's box, so that one question stands for both.
    """

    def __init__(self, child: Child, typed: Any, day: dt.date, last: Measurement | None,
                 standing: Measurement | None) -> None:
        self.child, self.day, self.last, self.standing = child, day, last, standing
        self.months = completed_months(child.born_on, day)
        self.errors: list[str] = []
        self.questions: list[Odd] = []
        self.answered: dict[str, str] = {}
        self.swapped = False
        self._take(typed or {})
        if typed is not None and self.changed:
            self._check(typed)

    def _take(self, typed: Any) -> None:
        pk = self.child.pk
        row: Any = self.standing
        self.weight_text = self._cell(typed, "can", row and row.weight_kg)
        self.height_text = self._cell(typed, "cao", row and row.height_cm)
        if f"doi-{pk}" in typed:
            self.weight_text, self.height_text = self.height_text, self.weight_text
        usual = Position.LYING if self.months < LYING_UNTIL else Position.STANDING
        self.position = typed.get(f"cach-{pk}", row.position if row else usual)
        kept = row.oedema if row else None
        # An empty box says nothing: only a tick, or a tick taken off, is an answer.
        self.oedema = True if f"phu-{pk}" in typed else (False if typed and kept else kept)
        self.seen = typed.get(f"dau-{pk}", self.stamp)
        self.weight = self._read(self.weight_text, HEAVIEST, "kg")
        self.height = self._read(self.height_text, TALLEST, "cm")

    def _cell(self, typed: Any, name: str, kept: Decimal | None) -> str:
        """What was typed; a suggestion that was accepted, or a cell to be weighed again, stands instead."""
        key = f"{name}-{self.child.pk}"
        if f"sua-{key}" in typed:
            return str(typed[f"sua-{key}"])
        if f"trong-{key}" in typed:
            return ""
        return str(typed.get(key, "" if kept is None else shown(kept))).strip()

    @property
    def stamp(self) -> str:
        return str(self.standing.seq) if self.standing else ""

    @property
    def filled(self) -> bool:
        return bool(self.weight_text or self.height_text)

    @property
    def changed(self) -> bool:
        """Whether the line says anything that does not stand yet."""
        if self.errors:
            return True
        if self.standing is None:
            return self.filled
        return self._values() != {name: getattr(self.standing, name) for name in self._values()}

    def _values(self) -> dict[str, Any]:
        return {"weight_kg": self.weight, "height_cm": self.height, "position": self.position, "oedema": self.oedema}

    def _read(self, text: str, most: Decimal, unit: str) -> Decimal | None:
        if not text:
            return None
        try:
            return within(DecimalField(label=f"({unit})").clean(text), most, unit)
        except ValidationError as error:
            self.errors += error.messages
            return None

    def _check(self, typed: Any) -> None:
        if self.standing and not self.filled:
            self.errors.append(_("Lần cân này đã ghi. Muốn gỡ thì mở trang của em, gỡ kèm lý do."))
        if self.standing and self.seen != self.stamp:
            self.errors.append(meanwhile.told(self.standing, self.seen, self._kept()))
        if not self.errors:
            odd = oddities(self.child, Taken(self.day, self.weight, self.height), self.position, taken_of(self.last))
            self.answered = {o.what: sure(o) for o in odd if typed.get(f"dung-{self.child.pk}-{o.what}") == sure(o)}
            self.questions = [o for o in odd if o.what not in self.answered]
            self.swapped = bool(self.questions) and self._fits_swapped()

    def _fits_swapped(self) -> bool:
        """Whether a weight above the height becomes a likely pair once the two change places."""
        if self.weight is None or self.height is None or self.weight <= self.height:
            return False
        turned = Taken(self.day, self.height, self.weight)
        return not oddities(self.child, turned, self.position, taken_of(self.last))

    def _kept(self) -> str:
        row: Any = self.standing
        return f"{shown(row.weight_kg)} kg" if row and row.weight_kg is not None else "–"

    @property
    def asked(self) -> list[tuple[Odd, str, str, str]]:
        """Each question with the name of its cell, its digest and the suggestion as it would be typed."""
        return [(o, "can" if o.what == "weight" else "cao", sure(o), shown(o.meant) if o.meant else "")
                for o in self.questions]

    def write(self, by: Any) -> bool:
        """Write the line; a measurement of that day is corrected, not doubled. Returns whether it was written."""
        if not self.changed or self.errors or self.questions:
            return False
        row = self.standing
        self.standing, wrong = meanwhile.line(row, lambda: records.correct(
            row, by=by, expect=row.seq, **self._values()) if row else records.create(
                Measurement, by=by, child=self.child, measured_on=self.day, **self._values()))
        self.errors += [wrong] if wrong else []
        return not wrong

    @property
    def result(self) -> str:
        if self.weight is None or self.child.born_precision != "day" or self.questions:
            return ""
        z = z_score_of(self.child.sex, (self.day - self.child.born_on).days, self.weight, self.height, self.position,
                       bool(self.oedema))["waz"]
        return "" if z is None else f"{formats.number(z, 2)} {word_of(z)}"


def sure(odd: Odd) -> str:
    """What an answer to a question carries, so that it answers no other one."""
    return hashlib.sha256(odd.words.encode()).hexdigest()[:12]
