"""What must be known beside a figure so that it is not read for more than it says: for who may know the number."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.health.calling import whole_called
from mangnon.protection.disaster_missing import not_found
from mangnon.web import formats

from .answers import split
from .live import settings_in_use
from .models import PROJECTION
from .reading_facts import FactBook
from .sight import Sight
from .vocabulary import definitions
from .words import english


@dataclass(frozen=True)
class Note:
    """short: as the overview says it.  url: where it is looked at; empty for those who may not."""

    text: str
    url: str = ""
    short: str = ""


def notes_of(code: str, book: FactBook, year: int, sight: Sight) -> list[Note]:
    """The notes beside a line's figure on its page."""
    find = {"5b": _called, "12": _not_found, "21": _not_looked_at}.get(code)
    return find(book, year, sight) if find and sight.knows(code, book.unit.unit) else []


def on_board(book: FactBook, year: int, sight: Sight) -> dict[str, list[Note]]:
    """Line to the notes that stand beside its figure on the overview."""
    return {"12": notes_of("12", book, year, sight)}


def _not_found(book: FactBook, year: int, sight: Sight) -> list[Note]:
    """Line 12 counts children who were written down as in need; of a child nobody has found it says nothing."""
    period, user = book.period(year), sight.user
    made = []

    def within(unit: uuid.UUID, day: dt.date) -> set[uuid.UUID]:
        return {uuid.UUID(one) for one in book.territory.below(str(unit), day)}

    inside = within(uuid.UUID(book.unit.unit), book.borders_on(year))
    for disaster, n in not_found(period.start, period.end, inside, within):
        said = {"n": formats.number(n, english=english()), "name": disaster.name,
                "day": formats.date(disaster.occurred_on, english=english())}
        words = ngettext("%(n)s em của ngày thiên tai %(name)s (%(day)s) chưa thấy.",
                         "%(n)s em của ngày thiên tai %(name)s (%(day)s) chưa thấy.", n) % said
        made.append(Note(
            words + " " + _("Dòng này chỉ đếm em đã ghi là cần giúp."),
            reverse("protection:disaster", args=[disaster.pk]) if user.can(Permission.SUPPORT_READ) else "",
            ngettext("%(n)s em chưa thấy", "%(n)s em chưa thấy", n) % said))
    return made


def _not_looked_at(book: FactBook, year: int, sight: Sight) -> list[Note]:
    """Points of the figure that nobody looked at in the year; the reading says how they count."""
    ids = {subject for _kind, subject, _sex, den, _num, _unk in book.subjects("21", year) if den}
    end = book.period(year).end.toordinal()
    kept = PROJECTION["facility"]._default_manager.filter(facility__in=ids, closed__gt=end)
    looked = PROJECTION["check"]._default_manager.filter(facility__in=ids, year=year).exclude(operating=None)
    n = kept.exclude(facility__in=looked.values("facility")).count()
    if not n:
        return [Note(_("Điểm nào cũng đã có người xem trong năm."))] if ids else []
    if settings_in_use()["unchecked_play_point_counts"]:
        return [Note(ngettext("Trong số duy trì có %(n)s điểm chưa ai xem trong năm.",
                              "Trong số duy trì có %(n)s điểm chưa ai xem trong năm.", n) % {"n": n})]
    return [Note(ngettext("Trong số chưa đạt có %(n)s điểm chưa ai xem trong năm.",
                          "Trong số chưa đạt có %(n)s điểm chưa ai xem trong năm.", n) % {"n": n})]


def _called(book: FactBook, year: int, sight: Sight) -> list[Note]:
    """Counted as complete, and overdue by the schedule that calls children: two questions, as her own page says."""
    if year != book.today.year:
        return []
    full = split(definitions()["5b"], book.subjects("5b", year))["counted"]
    n = sum(1 for row in whole_called(book.today) if row.overdue and str(row.child.pk) in full)
    if not n:
        return []
    words = ngettext("Trong số đã đủ có %(n)s em mà lịch tiêm đang gọi vì có mũi quá hạn.",
                     "Trong số đã đủ có %(n)s em mà lịch tiêm đang gọi vì có mũi quá hạn.", n) % {
        "n": formats.number(n, english=english())}
    why = _("Chỉ tiêu đếm số mũi theo bảng của nó, không xét tuổi tối thiểu và khoảng cách; lịch là để gọi em đi tiêm.")
    return [Note(f"{words} {why}", reverse("health:vaccination") if sight.user.can(Permission.HEALTH_READ) else "")]
