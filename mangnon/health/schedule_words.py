"""What the schedule says of a child, in words."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.web import formats

from .calendars import calendars
from .models import Vaccine
from .schedule import Refused, Step
from .spans import overdue_words

MARKS = {"given": "dat", "due": "cho", "overdue": "qua", "coming": "khongdat", "after": "khongdat", "past": "khong"}


def vaccine_word(code: str) -> str:
    return str(Vaccine(code).label) if code in Vaccine.values else code


def name_word(name: str) -> str:
    """A schedule's, series' or dose's name in the language of the page, where its file has it."""
    english = (get_language() or "vi").startswith("en")
    return calendars().english.get(name, name) if english else name


def dose_name(step: Step | Refused) -> str:
    """Sởi, mũi 2; without a number where the series has one dose; a dose with a name of its own is called by that."""
    if step.called:
        return name_word(step.called)
    if getattr(step, "of", 2) == 1:
        return name_word(step.name)
    return _("%(series)s, mũi %(nth)s") % {"series": name_word(step.name), "nth": step.nth}


def state_word(step: Step) -> str:
    """quá hạn 12 ngày, đến hạn, chưa đến hạn."""
    if step.state == "overdue":
        return overdue_words(step.overdue)
    words: dict[str, Any] = {"given": _("đã tiêm"), "due": _("đến hạn"), "coming": _("chưa đến hạn"),
                             "after": _("sau mũi trước"), "past": _("quá tuổi tiêm")}
    return str(words[step.state])


def when_words(step: Step) -> str:
    """The days that go with the state."""
    day = formats.date
    if step.given:
        return day(step.given)
    if step.state in ("due", "overdue"):
        return _("từ %(a)s, đúng hạn đến %(b)s") % {"a": day(step.due_from), "b": day(step.due_by)}
    if step.state == "past":
        return _("không còn tiêm theo lịch")
    if step.state == "coming":
        # The state says "chưa đến hạn"; the day says from when it will be.
        return _("đến hạn từ %(a)s") % {"a": day(step.plan or step.due_from)}
    return _("từ %(a)s") % {"a": day(step.plan or step.due_from)}


def refused_words(refused: Refused, *, also: Sequence[str] = (), exact: bool = True) -> str:
    """Why a dose does not count, by which rule, and from when to repeat it. also: other series it lacks in."""
    rule = refused.rule.age if refused.why == "early" else refused.rule.words
    parts = {"vaccine": vaccine_word(refused.vaccine), "day": formats.date(refused.on), "dose": dose_name(refused),
             "least": formats.date(refused.least), "rule": rule, "again": formats.date(refused.again)}
    said = {
        "birth": _("%(vaccine)s ngày %(day)s là trước ngày sinh của em. Hãy xem lại ngày tiêm hoặc ngày sinh."),
        "early": _("%(vaccine)s ngày %(day)s chưa tính cho %(dose)s: mũi này từ %(rule)s, sớm nhất %(least)s. "
                   "Tiêm lại từ %(again)s."),
        "soon": _("%(vaccine)s ngày %(day)s chưa tính cho %(dose)s: phải cách mũi trước ít nhất %(rule)s, sớm nhất "
                  "%(least)s. Tiêm lại từ %(again)s."),
        "order": _("%(vaccine)s ngày %(day)s không thay được %(dose)s. Mũi ấy vẫn cần tiêm."),
    }[refused.why]
    text = said % parts
    if also and refused.why != "birth":
        text += " " + _("Cũng chưa tính cho %(others)s.") % {"others": ", ".join(also)}
    if not refused.nowhere:
        text += " " + _("Mũi này vẫn tính cho bệnh khác.")
    return text if exact else text + " " + _("Ngày sinh của em chưa rõ; hãy hỏi lại gia đình.")
