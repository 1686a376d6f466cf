"""A cascade as a page: its steps as this user may see them, and the children who were left at one."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from mangnon.core import disclosure
from mangnon.plan.document import Measure
from mangnon.registry.models import Child
from mangnon.web import charts, formats

from .cascade import DENOMINATOR, Cascade, passed
from .compiler import Scope
from .lists import OF_GROUPS
from .live import ask_live, settings_in_use
from .reading_facts import FactBook
from .sight import Sight, may_list, may_read
from .words import english, told


@dataclass(frozen=True)
class StepRow:
    """left: how many were lost on the way to this step.  number: of the step, counted from 0.

    named: whether its children may stand in a list; of a line that speaks of groups only those still to be asked.
    """

    number: int
    label: str
    count: int
    share: str
    left: int
    named: bool = True


@dataclass(frozen=True)
class CascadePage:
    """rows: none where small numbers would show, then ``why_not`` says so."""

    rows: list[StepRow]
    why_not: str
    drawn: SafeString
    left_out: list[set[str]]
    worst: StepRow | None


def cascade_page(cascade: Cascade, measure: Measure, book: FactBook, year: int, sight: Sight) -> CascadePage:
    """The steps of a unit and year."""
    figure, empty = book.figure(cascade.measure, year), CascadePage([], "", SafeString(""), [], None)
    if words := sight.hidden(cascade.measure, year, figure):
        return CascadePage([], words, SafeString(""), [], None)
    here = book.territory.below(book.unit.unit, book.borders_on(year))
    sets = _sets(cascade, book, year, here)
    if not sets[0]:
        return empty
    if not sight.knows(cascade.measure, book.unit.unit) and not _may_show(cascade, book, year, sight, here, sets):
        return CascadePage([], _("Số nhỏ, hoặc từ đó tính ra được số nhỏ, nên các bước không nêu ở đây."),
                           SafeString(""), [], None)
    rows = [StepRow(n, step.label_en if english() else step.label, len(found),
                    formats.share(len(found), len(sets[0]), english=english()),
                    len(sets[n - 1]) - len(found) if n else 0,
                    cascade.measure not in OF_GROUPS or step.holds == DENOMINATOR)
            for n, (step, found) in enumerate(zip(cascade.steps, sets, strict=True))]
    worst = max(rows, key=lambda row: row.left)
    return CascadePage(rows, "", _draw(measure, rows), [set(), *(a - b for a, b in zip(sets, sets[1:], strict=False))],
                       worst if worst.left else None)


def _sets(cascade: Cascade, book: FactBook, year: int, units: frozenset[str]) -> list[set[str]]:
    return passed(ask_live, cascade, book.period(year), Scope(units=units), settings_in_use())


def _may_show(cascade: Cascade, book: FactBook, year: int, sight: Sight, here: frozenset[str], sets: list[set[str]],
              ) -> bool:
    """Whether no step leaves a small number: of the whole, nor of what one's own thôn leaves of it.

    A thôn that is not one's own is never shown: with the others it could be taken off the commune.
    """
    if sight.village:
        return False
    own = frozenset(unit for unit in here if sight.knows(cascade.measure, unit))
    rest = _sets(cascade, book, year, here - own) if own else sets
    return not any(disclosure.hidden(n, cascade.measure) for found in (sets, rest) for n in _parts(found))


def _parts(sets: list[set[str]]) -> list[int]:
    """The numbers that the steps split the cohort into."""
    return [len(sets[-1]), *(len(a) - len(b) for a, b in zip(sets, sets[1:], strict=False))]


def _draw(measure: Measure, rows: list[StepRow]) -> SafeString:
    said = {"label": told(measure, "label"), "first": rows[0].count, "last": rows[-1].count}
    drawn = charts.cascade([charts.CascadeStep(row.label, row.count) for row in rows],
                           title=_("%(label)s: đường đi từng bước") % said, english=english(),
                           desc=_("Từ %(first)s trẻ của lứa tuổi đến %(last)s trẻ đạt; số liệu ở bảng.") % said)
    return mark_safe(drawn)  # noqa: S308 - charts escapes every word it draws


def may_name(user: Any, cascade: Cascade) -> bool:
    """Whether this user may see who is missing at a step: it tells which record a child has and which not."""
    return may_list(user, cascade.measure) and may_read(user, cascade.tables)


def those_left(page: CascadePage, text: str, user: Any, cascade: Cascade) -> tuple[StepRow | None, set[str]]:
    """The step that an address asks for and the children who did not reach it, whom this user may see by name."""
    rows = [r for r in page.rows if r.left and r.named]
    if not rows or not may_name(user, cascade):
        return None, set()
    row = next((r for r in rows if str(r.number) == text), max(rows, key=lambda r: r.left))
    seen = {str(pk) for pk in Child.objects.visible_to(user).filter(
        pk__in=page.left_out[row.number]).values_list("pk", flat=True)}
    return row, seen
