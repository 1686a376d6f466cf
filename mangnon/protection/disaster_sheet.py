"""One thôn's sheet on a day of disaster: every child to be found, with what was typed; rows are written one by one."""
from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.core.periods import completed_years, middle, years_back
from mangnon.places.models import Unit, below
from mangnon.registry.models import Carer, Child, HouseholdMember, Residence
from mangnon.web import history
from mangnon.web.fields import read_date

from .disaster_actions import write_line
from .models import Disaster, DisasterLine

UNDER = 16
_TIME = re.compile(r"(?:(?P<day>\d{1,2}/\d{1,2}(?:/\d{4})?)\s+)?"
                   r"(?P<hour>\d{1,2})\s*(?:h|:|g|giờ)?\s*(?P<minute>\d{2})?$")
SAFE: dict[str, bool | None] = {"": None, "true": True, "false": False}
CHOSEN: dict[bool | None, str] = {answer: text for text, answer in SAFE.items()}


def children_of(unit: Unit, disaster: Disaster, user: Any) -> list[Child]:
    """Everybody under 16 who lived in the thôn that day, alive; of who has moved since only what this user may see."""
    day = disaster.occurred_on
    homes = Residence.objects.on(day).filter(unit__in=below([unit], day)).values("child")
    return list(Child.objects.visible_to(user).filter(
        Q(died_on=None) | Q(died_on__gte=day), pk__in=homes, born_on__gt=years_back(day, UNDER),
        born_on__lte=day).in_name_order())


def code_of(child: Child) -> str:
    """The short code on paper; the same for a child whenever the sheet is printed."""
    return child.pk.hex[-5:].upper()


def half_hidden(phone: str) -> str:
    """09••••78: enough to know whose it is."""
    digits = "".join(phone.split())
    return f"{digits[:2]}••••{digits[-2:]}" if len(digits) > 5 else ("••••" if digits else "")


def read_moment(text: str, day: dt.date) -> dt.datetime | None:
    """9h40, 9:40, 0940, or with the day before it: 7/10 9h40. Without a day it is the disaster's. Raises for others."""
    if not text.strip():
        return None
    digits = text.strip().lower()
    digits = re.sub(r"^(\d{2})(\d{2})$", r"\1h\2", digits)
    found = _TIME.match(digits)
    hour, minute = (int(found[n] or 0) for n in ("hour", "minute")) if found else (99, 0)
    if found is None or hour > 23 or minute > 59:
        raise ValidationError(_("Chưa đọc được giờ “%(text)s”. Viết như 9h40, hoặc 7/10 9h40 nếu là ngày khác.") % {
            "text": text})
    if found["day"]:
        named = found["day"]
        day = read_date(named if named.count("/") == 2 else f"{named}/{day.year}")
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=clock.VIETNAM)


def shown_moment(moment: dt.datetime | None, day: dt.date) -> str:
    """As it would be typed."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.VIETNAM)
    time = f"{local.hour}h{local.minute:02}"
    return time if local.date() == day else f"{local.day}/{local.month}/{local.year} {time}"


class Sheet:
    """A thôn's children. whole: whether needs and relief are this person's to read; else she only reports."""

    def __init__(self, disaster: Disaster, unit: Unit, user: Any, typed: Any, *, whole: bool, relieves: bool) -> None:
        self.disaster, self.unit, self.whole, self.relieves = disaster, unit, whole, relieves
        children = children_of(unit, disaster, user)
        ids = [c.pk for c in children]
        lines = {row.child_id: row for row in DisasterLine.objects.filter(
            disaster=disaster, child__in=ids).select_related("incident")}
        heads = dict(HouseholdMember.objects.on(disaster.occurred_on).filter(child__in=ids).values_list(
            "child", "household__head_name"))
        carers: dict[Any, Carer] = {}
        for carer in Carer.objects.filter(child__in=ids).order_by("from_on", "full_name"):
            if carer.child_id not in carers or (carer.phone and not carers[carer.child_id].phone):
                carers[carer.child_id] = carer
        self.rows = [Row(self, child, lines.get(child.pk), heads.get(child.pk) or "", carers.get(child.pk), typed)
                     for child in children]

    def write(self, *, by: Any) -> int:
        """Write every changed row that is right; returns how many."""
        return sum(row.write(by) for row in self.rows)

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.errors)

    @property
    def found(self) -> int:
        return sum(1 for row in self.rows if row.line and row.line.found_at)


class Row:
    """A child's line with what was typed."""

    def __init__(self, sheet: Sheet, child: Child, line: DisasterLine | None, head: str, carer: Carer | None,
                 typed: Any) -> None:
        self.sheet, self.child, self.line, self.head, self.carer = sheet, child, line, head, carer
        self.code = code_of(child)
        self.phone = half_hidden(carer.phone) if carer else ""
        day = sheet.disaster.occurred_on
        self.age = completed_years(middle(child.born_on, child.born_precision), day)
        self.errors: list[str] = []
        kept = line or DisasterLine()
        self.found_text = self._cell(typed, "thay", shown_moment(kept.found_at, day))
        self.safe = SAFE.get(self._cell(typed, "an-toan", CHOSEN[kept.safe]))
        self.needs = self._cell(typed, "can", kept.needs if sheet.whole else "")
        self.relief_text = self._cell(typed, "cuu-tro", shown_moment(kept.relieved_at, day)) if sheet.relieves else ""
        self.seen = typed.get(f"dau-{child.pk}", self.stamp) if typed is not None else self.stamp
        self.values = self._values(kept)
        self.changed = typed is not None and any(getattr(kept, name) != value for name, value in self.values.items())

    def _cell(self, typed: Any, name: str, kept: str) -> str:
        return str(typed.get(f"{name}-{self.child.pk}", kept)).strip() if typed is not None else kept

    def _values(self, kept: DisasterLine) -> dict[str, Any]:
        day = self.sheet.disaster.occurred_on
        found = self._moment(self.found_text, day)
        values: dict[str, Any] = {"found_at": found, "safe": self.safe}
        # Who only reports adds a need and reads none back: an empty box takes nothing away.
        if self.sheet.whole or self.needs:
            values["needs"] = self.needs
        if self.sheet.relieves:
            values["relieved_at"] = self._moment(self.relief_text, day)
            if values["relieved_at"] and not self.needs:
                self.errors.append(_("Đã ghi cứu trợ mà chưa ghi em cần gì. Ghi thêm ô “Cần giúp gì”."))
        return values

    def _moment(self, text: str, day: dt.date) -> dt.datetime | None:
        try:
            moment = read_moment(text, day)
        except ValidationError as wrong:
            self.errors += wrong.messages
            return None
        if moment and moment.date() < day:
            self.errors.append(_("Giờ này trước ngày thiên tai. Hãy kiểm tra lại."))
        elif moment and moment.date() > clock.today():
            self.errors.append(_("Giờ này còn ở phía trước. Hãy kiểm tra lại."))
        return moment

    @property
    def stamp(self) -> str:
        return str(self.line.seq) if self.line else ""

    @property
    def reported(self) -> bool:
        """Whether a need is known, told to who may not read it."""
        return bool(self.line and self.line.needs)

    def write(self, by: Any) -> bool:
        if self.errors or not self.changed:
            return False
        if self.seen != self.stamp:
            who = history.since(self.line, int(self.seen) if self.seen.isdigit() else 0)[0] if self.line else ""
            self.errors.append(_("Trong lúc trang này mở, %(who)s đã ghi dòng này. Mở lại trang để xem rồi ghi tiếp.")
                               % {"who": who})
            return False
        try:
            with transaction.atomic():
                self.line = write_line(self.sheet.disaster, self.child, self.line, by=by,
                                       checked=self.sheet.relieves, **self.values)
        except (ValidationError, IntegrityError) as wrong:
            self.errors += getattr(wrong, "messages", None) or [_("Dòng này chưa ghi được. Hãy thử lại.")]
            return False
        self.seen = self.stamp
        return True
