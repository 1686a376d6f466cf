"""One thôn's sheet on a day of disaster: every child to be found, with what was typed; rows are written one by one."""
from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from mangnon.core import clock, records
from mangnon.core.periods import completed_years, middle, years_back
from mangnon.places.models import Unit, below
from mangnon.registry.models import Carer, Child, HouseholdMember, Residence
from mangnon.web import formats, history
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


def carers_of(ids: list[Any], day: dt.date) -> dict[Any, Carer]:
    """Whom to call about each child: of who looks after her still on that day the newest, first one with a phone.

    Whose care has ended since is not called either, whatever it ended for.
    """
    found: dict[Any, Carer] = {}
    standing = Carer.objects.filter(child__in=ids).exclude(to_on__lte=max(day, clock.today()))
    for carer in standing.order_by(F("from_on").desc(nulls_last=True), "full_name"):
        if carer.child_id not in found or (carer.phone and not found[carer.child_id].phone):
            found[carer.child_id] = carer
    return found


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
        carers = carers_of(ids, disaster.occurred_on)
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


def _added(kept: str, typed: str) -> str:
    """Who only reports reads no need back, so what she types stands behind what is known; nothing is taken away."""
    return kept if typed in kept.split("; ") else "; ".join(filter(None, [kept, typed]))


def _day_of(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(clock.VIETNAM).date() if moment else None


def _relieved_on(line: DisasterLine) -> dt.date | None:
    """The day that line 12 counts: the incident's, which may have been written elsewhere."""
    return line.incident.relieved_on if line.incident else _day_of(line.relieved_at)


def _relief(line: DisasterLine, day: dt.date) -> str:
    """What the box of relief begins with: the hour told here, or only the day where the incident holds another."""
    known = _relieved_on(line)
    if known == _day_of(line.relieved_at):
        return shown_moment(line.relieved_at, day)
    return f"{known.day}/{known.month}/{known.year}" if known else ""


class Row:
    """A child's line with what was typed."""

    def __init__(self, sheet: Sheet, child: Child, line: DisasterLine | None, head: str, carer: Carer | None,
                 typed: Any) -> None:
        self.sheet, self.child, self.line, self.head, self.carer = sheet, child, line, head, carer
        self.code = code_of(child)
        self.phone = formats.half_hidden(carer.phone) if carer else ""
        day = sheet.disaster.occurred_on
        self.age = completed_years(middle(child.born_on, child.born_precision), day)
        self.errors: list[str] = []
        kept = line or DisasterLine()
        self.found_text = self._cell(typed, "thay", shown_moment(kept.found_at, day))
        self.safe = SAFE.get(self._cell(typed, "an-toan", CHOSEN[kept.safe]))
        self.needs = self._cell(typed, "can", kept.needs if sheet.whole else "")
        self.relief_kept = _relief(kept, day)
        self.relief_text = self._cell(typed, "cuu-tro", self.relief_kept) if sheet.relieves else ""
        self.seen = typed.get(f"dau-{child.pk}", self.stamp) if typed is not None else self.stamp
        self.values = self._values(kept)
        other = any(getattr(kept, name) != value for name, value in self.values.items())
        relief = "relieved_at" in self.values and _day_of(self.values["relieved_at"]) != _relieved_on(kept)
        self.changed = typed is not None and (other or relief)

    @property
    def adults(self) -> str:
        """The head of the household and who looks after her, each name once."""
        names = [name for name in (self.head, self.carer.full_name if self.carer else "") if name]
        return "; ".join(dict.fromkeys(names))

    def _cell(self, typed: Any, name: str, kept: str) -> str:
        return str(typed.get(f"{name}-{self.child.pk}", kept)).strip() if typed is not None else kept

    def _values(self, kept: DisasterLine) -> dict[str, Any]:
        day = self.sheet.disaster.occurred_on
        found = self._moment(self.found_text, day)
        values: dict[str, Any] = {"found_at": found, "safe": self.safe}
        values["needs"] = self.needs if self.sheet.whole else _added(kept.needs, self.needs)
        # An untouched box says nothing: relief may have been written into the incident since, by somebody else.
        if self.sheet.relieves and self.relief_text != self.relief_kept:
            values["relieved_at"] = self._moment(self.relief_text, day)
        if self.relief_text and not values["needs"]:
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
        if self.line is None:
            return ""
        return str(max(self.line.seq, self.line.incident.seq if self.line.incident else 0))

    @property
    def reported(self) -> bool:
        """Whether a need is known, told to who may not read it."""
        return bool(self.line and self.line.needs)

    def write(self, by: Any) -> bool:
        if self.errors or not self.changed:
            return False
        if self.seen != self.stamp:
            self.errors.append(_told(self.line, int(self.seen) if self.seen.isdigit() else 0))
            return False
        try:
            with transaction.atomic():
                self.line = write_line(self.sheet.disaster, self.child, self.line, by=by,
                                       checked=self.sheet.relieves, **self.values)
        except records.ChangedMeanwhile as met:
            self.errors.append(_told(met.row, met.seen))
            return False
        except (ValidationError, IntegrityError) as wrong:
            self.errors += getattr(wrong, "messages", None) or [_("Dòng này chưa ghi được. Hãy thử lại.")]
            return False
        self.seen = self.stamp
        return True


def _told(line: Any, seen: int) -> str:
    """That somebody else wrote a line; what she wrote is told only by the page itself, to who may read it."""
    who = history.since(line, seen)[0] if line else _("ai đó")
    return _("Trong lúc trang này mở, %(who)s đã ghi dòng này. Mở lại trang để xem rồi ghi tiếp.") % {"who": who}
