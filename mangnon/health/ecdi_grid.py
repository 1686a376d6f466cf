"""A thôn's ECDI2030 sheet typed back: one row a child, twenty letters, each row read and written by itself."""
from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core.periods import completed_months, months_back
from mangnon.places.models import below
from mangnon.registry.models import Child, Residence

from .ecdi import Questions, questions_on, shown, typed
from .ecdi_actions import keep
from .ecdi_forms import asked_before
from .models import EcdiSheet


def asked_in(user: Any, village: Any, day: dt.date, permission: Permission = Permission.HEALTH_WRITE) -> list[Child]:
    """Children of a thôn who are asked on a day: of the questions' age, with an exact birth date, living there."""
    if village is None:
        return []
    asked = questions_on(day)
    homes = Residence.objects.on(day).filter(unit__in=below([village], day)).values("child")
    return list(Child.objects.visible_to(user, permission).filter(
        pk__in=homes, born_precision="day", born_on__lte=months_back(day, asked.youngest),
        born_on__gt=months_back(day, asked.oldest + 1)).filter(
            Q(died_on=None) | Q(died_on__gt=day)).in_name_order())


class EcdiGrid:
    """The children of a thôn on a day, with what was typed for each."""

    def __init__(self, children: list[Child], day: dt.date, given: Any) -> None:
        asked = questions_on(day)
        standing = {row.child_id: row for row in EcdiSheet.objects.filter(child__in=children, asked_on=day)}
        last = {row.child_id: row.asked_on for row in EcdiSheet.objects.filter(
            child__in=children, asked_on__lt=day).order_by("asked_on")}
        self.rows = [EcdiRow(number, child, day, asked, standing.get(child.pk), last.get(child.pk), given)
                     for number, child in enumerate(children, start=1)]

    def write(self, *, by: Any) -> int:
        """Write every row that is right and not asked about; returns how many."""
        return sum(row.write(by) for row in self.rows)

    @property
    def waiting(self) -> int:
        return sum(1 for row in self.rows if row.errors or row.question)


class EcdiRow:
    """One child's letters. errors: what is wrong with them; question: about a sheet of the same day."""

    def __init__(self, number: int, child: Child, day: dt.date, asked: Questions, standing: EcdiSheet | None,
                 last: dt.date | None, given: Any) -> None:
        self.number, self.child, self.day, self.standing, self.last = number, child, day, standing, last
        self.months = completed_months(child.born_on, day)
        self.errors: list[str] = []
        self.question = ""
        self.text = str(given.get(f"tra-loi-{child.pk}", "")).strip() if given is not None else (
            shown(standing.answers) if standing else "")
        self.answers, wrong = typed(self.text, asked)
        if given is None or not self.text:
            return
        if len(self.answers) != len(asked.items):
            self.errors.append(_("Có %(n)s chữ, cần %(all)s. Đếm lại theo phiếu; câu chưa hỏi thì gõ dấu chấm.") % {
                "n": len(self.answers), "all": len(asked.items)})
        for n, letter in wrong:
            self.errors.append(_("Câu %(n)s không có câu trả lời “%(letter)s”. Chọn một trong: %(codes)s, b.") % {
                "n": n, "letter": letter, "codes": ", ".join(c for c, _vi, _en in asked.items[n - 1].answers)})
        if not self.errors:
            _same, self.question = asked_before(child, day, self.answers)
            if given.get(f"dung-{child.pk}") == self.digest:
                self.question = ""

    @property
    def digest(self) -> str:
        """What an answer to the question carries: it answers these letters only."""
        return hashlib.sha256(f"{self.answers}{self.day}".encode()).hexdigest()[:12]

    def write(self, by: Any) -> bool:
        if not self.text or self.errors or self.question:
            return False
        if self.standing and self.standing.answers == self.answers:
            return False
        try:
            with transaction.atomic():
                self.standing = keep(self.child, self.day, self.answers, by=by)
        except (ValidationError, IntegrityError) as wrong:
            self.errors += getattr(wrong, "messages", None) or [_("Dòng này chưa ghi được. Hãy thử lại.")]
            return False
        return True
