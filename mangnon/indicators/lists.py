"""The lists behind a figure: counted, missing, unknown; names only for those who may see them."""
from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.places.models import Facility
from mangnon.protection.models import Incident
from mangnon.protection.scope import unseen_subjects
from mangnon.registry.models import Child
from mangnon.web import formats

from .answers import split
from .models import PROJECTION
from .reading_facts import FactBook
from .sight import Sight, may_list, may_read, rest_of
from .territory import Territory
from .too_late import LINE, too_late
from .too_late import words as late_words
from .vocabulary import definitions
from .words import english, heads

LISTS = ("missing", "counted", "unknown")
OF_GROUPS = frozenset({"15"})
"""Lines whose answer speaks of groups only: nobody is listed as met or not, only who is still to be asked."""
PER_PAGE = 100


class Where(Protocol):
    """On which day and in which territory a list says where a child lives."""

    @property
    def today(self) -> dt.date: ...

    @property
    def territory(self) -> Territory: ...


@dataclass(frozen=True)
class Item:
    name: str
    url: str
    detail: str
    place: str
    key: str = ""


@dataclass(frozen=True)
class Shown:
    """What the page shows. names: whether items carry names.  tabs: (key, label, count or words).  page: of items.
    part: only the children of the user's own scope are here."""

    names: bool
    chosen: str
    tabs: list[tuple[str, str, str]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    why_not: str = ""
    page: Page | None = None
    part: bool = False
    what: str = ""
    heads: str = ""


class KnownPages(Paginator):
    """Pages of rows whose number is known without asking for it."""

    def __init__(self, *args: Any, known: int) -> None:
        super().__init__(*args)
        self.known = known

    @cached_property
    def count(self) -> int:
        return self.known


def labels(code: str) -> dict[str, str]:
    better_low = code in ("3a", "3b", "3c", "4a", "4b", "4c", "8a", "9", "10", "11a", "11b", "13", "17b", "18b")
    if better_low:
        return {"counted": _("Được đếm"), "missing": _("Còn lại"), "unknown": _("Chưa rõ")}
    return {"counted": _("Đã đủ"), "missing": _("Chưa đủ"), "unknown": _("Chưa rõ")}


def listed(code: str, book: FactBook, year: int, sight: Sight, chosen: str, leaf: str = "") -> Shown:
    """The lists of a measure, as this user may see them: only children in her own scope carry names."""
    definition, user = definitions()[code], sight.user
    if definition.count == "declared":
        return Shown(False, "", why_not=_("Dòng này do đơn vị khai theo văn bản, không có danh sách."))
    if not may_list(user, code):
        return Shown(False, "", _counts(code, book, year, sight),
                     why_not=_("Tên chỉ dành cho người được giao việc này; bạn xem được số."))
    rows = split(definition, book.subjects(code, year))
    if code in disclosure.NEEDS_PROTECTION_LIST and (unseen := unseen_subjects(user, code, definition.count)):
        rows = {key: ids - unseen for key, ids in rows.items()}
    part = not sees_all(user)
    if part and definition.count != "facility":
        rows = only_visible(rows, definition.count, user)
    words, keys = labels(code), ("unknown",) if code in OF_GROUPS else LISTS
    tabs = [(key, words[key], formats.number(len(rows[key]), english=english()))
            for key in keys if rows[key] or (key == "counted" or key == "missing" and definition.lists_missing)]
    if code in OF_GROUPS:
        chosen = "unknown"
    elif chosen not in LISTS:
        chosen = "missing" if rows["missing"] and not low(code) else "counted"
    page = KnownPages(rows_of(definition.count, rows[chosen]), PER_PAGE, known=len(rows[chosen])).get_page(leaf)
    items = items_of(definition.count, list(page), book)
    if (code, chosen) == (LINE, "missing") and may_read(user, {"dose"}):
        late = too_late([item.key for item in items])
        items = [replace(item, detail=f"{item.detail}; {late_words(late[item.key])}") if item.key in late else item
                 for item in items]
    return Shown(True, chosen, tabs, items, page=page,
                 part=part and definition.count != "facility",
                 heads=heads(len(rows[chosen]), sight.plan.document.measure(code).noun),
                 what=_("Cơ sở") if definition.count == "facility" else _("Họ và tên"))


def _counts(code: str, book: FactBook, year: int, sight: Sight) -> list[tuple[str, str, str]]:
    """How many stand in each list, for those who may not see the names; small cells in words."""
    figure, words = book.figure(code, year), labels(code)
    found = {"missing": rest_of(code, figure), "counted": figure.numerator,
             "unknown": (figure.unknown or None) if sight.tells_unknown(code) else None}
    shut = sight.hidden(code, year, figure)
    said = {key: sight.few(code, n) or (_("không nêu") if shut and key != "unknown" else
                                        formats.number(n, english=english()))
            for key, n in found.items() if n is not None}
    return [(key, words[key], said[key]) for key in LISTS if key in said]


def low(code: str) -> bool:
    """Whether a line should be low: it counts cases, not children who have what they should."""
    return labels(code)["counted"] == _("Được đếm")


def sees_all(user: Any) -> bool:
    return bool(user.scope(Permission.LISTS_WITH_NAMES).everything
                and user.scope(Permission.IDENTITY_READ).everything)


def only_visible(rows: dict[str, set[str]], count: str, user: Any) -> dict[str, set[str]]:
    """Only children this user may see, and incidents of these."""
    mine = Child.objects.visible_to(user)
    found = Incident.objects.filter(child__in=mine) if count == "event" else mine
    keys = {str(pk) for pk in found.values_list("pk", flat=True)}
    return {key: ids & keys for key, ids in rows.items()}


def rows_of(count: str, ids: set[str]) -> QuerySet[Any]:
    keys = [uuid.UUID(i) for i in ids]
    if count == "facility":
        return Facility.objects.filter(pk__in=keys).select_related("unit").order_by("name", "pk")
    if count == "event":
        return Incident.objects.filter(pk__in=keys).select_related("child").order_by("-detected_on", "pk")
    return Child.objects.filter(pk__in=keys).in_name_order()


def items_of(count: str, rows: list[Any], book: Where) -> list[Item]:
    if count == "facility":
        return [Item(f.name, "", f.get_kind_display(), str(f.unit)) for f in rows]
    if count == "event":
        places = _homes([str(i.child_id) for i in rows], book)
        return [Item(str(i.child), i.child.get_absolute_url(), _("%(kind)s, phát hiện %(day)s") % {
            "kind": i.get_kind_display(), "day": formats.date(i.detected_on, english=english())},
                     places.get(str(i.child_id), "")) for i in rows]
    places = _homes([str(c.pk) for c in rows], book)
    return [Item(str(c), c.get_absolute_url(), f"{c.get_sex_display()}, {_born(c)}",
                 places.get(str(c.pk), ""), str(c.pk)) for c in rows]


def children_on(ids: set[str], book: FactBook, leaf: Page) -> list[Item]:
    """One page of these children, by name. leaf: the page of as many things."""
    rows = rows_of("child", ids)[leaf.start_index() - 1:leaf.end_index()] if ids else []
    return items_of("child", list(rows), book)


def _born(child: Child) -> str:
    return formats.date_known(child.born_on, child.born_precision, english=english())


def _homes(ids: list[str], book: Where) -> dict[str, str]:
    day = book.today.toordinal()
    rows = PROJECTION["home"]._default_manager.filter(from_day__lte=day, to_day__gt=day, child__in=ids)
    units = book.territory.units
    return {child: units[unit].name for child, unit in rows.values_list("child", "unit") if unit in units}
