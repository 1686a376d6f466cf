"""The panel "Phát hiện không phải là làm kém" of a measure's page, as this user may see it.

Exact for those who know the line's numbers (see ``sight``). For everybody else only how many were received in a year,
and a small number, nought included, is "dưới 10": the page of whoever may not know is the same with and without a case.
"""
from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.plan.document import Measure
from mangnon.web import formats

from ..board import rules_of, target_of
from ..outlook import DETECTED
from ..reading_facts import FactBook
from ..sight import Sight
from ..words import english, target_text
from .reports import Year, signs, year_of
from .rules import Rules, Term, rules
from .silence import Silent, silent


@dataclass(frozen=True)
class Row:
    """A year in words. few: instead of the parts, for those who may not know them."""

    year: int
    received: str
    verified: str
    waiting: str
    in_time: str
    late: str
    unrecorded: str
    target: str
    few: bool = False


@dataclass(frozen=True)
class Panel:
    """rows: newest first.  said: sentences about the chosen year.  terms: what "in time" means, with its source.

    silent: thôn to be asked; ``may_note``: whether this user writes why.  months: from when on.
    """

    code: str
    shut: str
    rows: list[Row]
    said: list[str]
    terms: list[str]
    silent: list[Silent] = field(default_factory=list)
    may_note: bool = False
    months: int = 0


def panel_of(measure: Measure, book: FactBook, year: int, sight: Sight) -> Panel | None:
    """The panel of one of the lines that count what was detected; None for every other line."""
    code = measure.code
    if code not in DETECTED:
        return None
    if sight.locked(code, village=sight.village):
        return Panel(code, _("Số của từng thôn chỉ dành cho người làm việc bảo vệ trẻ."), [], [], [])
    told, data = sight.knows(code, book.unit.unit), rules()
    if not told and sight.village:
        # Thôn after thôn, taken off the commune's number, would tell the small one.
        return Panel(code, _("Số của từng thôn chỉ dành cho người làm việc với trẻ ở thôn ấy."), [], [], [])
    years = {y: year_of(code, book.period(y), book.territory.below(book.unit.unit, book.borders_on(y)), data,
                        book.today) for y in book.years}
    rows = [_row(measure, years[y], book, sight, told=told) for y in reversed(book.years)]
    chosen = years[year]
    said = _sentences(code, chosen, book, data) if told else [_good()]
    panel = Panel(code, "", rows, said, [_term_words(t) for t in data.terms if code in t.lines and told])
    if not sight.user.can(Permission.SEALED_READ):
        return panel
    return Panel(code, "", rows, said, panel.terms, silent(book, data), sight.user.can(Permission.SEALED_WRITE),
                 data.silence_months)


def _n(count: int | None) -> str:
    return _("chưa có số liệu") if count is None else formats.number(count, english=english())


def _row(measure: Measure, found: Year, book: FactBook, sight: Sight, *, told: bool) -> Row:
    goal = target_text(target_of(measure, found.year, book.unit.area), rules_of(measure))
    if not told:
        least = disclosure.limit(measure.code)
        received = _("dưới %(n)s") % {"n": least} if found.received < least else _n(found.received)
        figure = book.figure(measure.code, found.year)
        # The figure stands on the same page: taken off, what is left of the received must not be a small number.
        if found.received >= least and not sight.hidden(measure.code, found.year, figure) and disclosure.hidden(
                abs(found.received - figure.numerator), measure.code):
            received = _("không nêu")
        return Row(found.year, received, "", "", "", "", "", goal, few=True)
    verified = _n(found.verified)
    if found.refuted:
        verified = _("%(n)s, trong đó %(m)s không đúng") % {"n": verified, "m": _n(found.refuted)}
    late = _n(found.late)
    unrecorded = _n(found.unrecorded)
    if found.not_due:
        unrecorded = _("%(n)s, còn hạn %(m)s") % {"n": unrecorded, "m": _n(found.not_due)}
    return Row(found.year, _n(found.received), verified, _n(found.waiting), _n(found.in_time), late, unrecorded, goal)


def _good() -> str:
    return _("Thêm tin báo là việc tốt: một trẻ được nhìn thấy. Không ai bị chấm điểm theo các số này.")


def _sentences(code: str, found: Year, book: FactBook, data: Rules) -> list[str]:
    """What the chosen year says: received, verified, waiting; help in time; signs of risk."""
    said = {"y": found.year, "n": _n(found.received), "v": _n(found.verified), "w": _n(found.waiting)}
    if found.verified is None:
        first = ngettext("Năm %(y)s ghi nhận %(n)s trẻ có hoàn cảnh mới. Sổ không ghi bước xác minh riêng.",
                         "Năm %(y)s ghi nhận %(n)s trẻ có hoàn cảnh mới. Sổ không ghi bước xác minh riêng.",
                         found.received)
    elif not found.received:
        first = _("Năm %(y)s chưa có tin nào trong sổ. Không có tin chưa chắc là không có việc.")
    elif found.waiting:
        first = ngettext("Năm %(y)s nhận %(n)s tin, xác minh %(v)s, %(w)s còn chờ.",
                         "Năm %(y)s nhận %(n)s tin, xác minh %(v)s, %(w)s còn chờ.", found.received)
    else:
        first = ngettext("Năm %(y)s nhận %(n)s tin, đã xác minh hết.",
                         "Năm %(y)s nhận %(n)s tin, đã xác minh hết.", found.received)
    made = [first % said]
    if found.helped_of:
        made.append(_helped_words(code, found, book, data))
    elif found.helped_of is None:
        made.append(_("Xử lý kịp hay không: sổ chưa ghi ngày xử lý, nên chưa có số liệu."))
    if code == "8a" and (risks := signs(book.period(found.year),
                                        book.territory.below(book.unit.unit, book.borders_on(found.year)))):
        made.append(ngettext("Ngoài ra %(n)s dấu hiệu nguy cơ được ghi trong năm.",
                             "Ngoài ra %(n)s dấu hiệu nguy cơ được ghi trong năm.", risks) % {"n": _n(risks)})
    return [*made, _good()]


def _helped_words(code: str, found: Year, book: FactBook, data: Rules) -> str:
    term = data.days_term(code, book.period(found.year).end)
    words = _("Trong %(all)s việc được xác định, %(n)s có trợ giúp trong %(d)s ngày làm việc") % {
        "all": _n(found.helped_of), "n": _n(found.in_time), "d": term.working_days if term else 0}
    parts = [_("%(n)s muộn hơn") % {"n": _n(found.late)}] if found.late else []
    parts += [_("%(n)s còn trong hạn") % {"n": _n(found.not_due)}] if found.not_due else []
    if found.unrecorded:
        parts.append(_("%(n)s chưa ghi trợ giúp nào (chưa ghi không có nghĩa là chưa làm)") % {
            "n": _n(found.unrecorded)})
    return ", ".join([words, *parts]) + "."


def _term_words(term: Term) -> str:
    words = {"n": term.working_days or term.hours, "source": term.source}
    if term.hours:
        return _("Hạn %(n)s giờ khi trẻ gặp nguy hiểm (%(source)s): sổ ghi ngày, không ghi giờ, nên chưa có số liệu."
                 ) % words
    said = _("Kịp thời: có trợ giúp trong %(n)s ngày làm việc từ ngày phát hiện (%(source)s).") % words
    return said if term.verified else said + " " + _("Hạn này chưa được đối chiếu với văn bản gốc.")
