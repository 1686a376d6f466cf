"""Children without a name yet: how they are called, so that two newborns of a thôn are not mixed up, and found."""
from __future__ import annotations

import uuid
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from mangnon.core.names import fold
from mangnon.web import formats

CHILD_OF = "con chi "


def called(child: Any) -> str:
    """(chưa có tên), con chị Lò Thị Mai, sinh 01/11/2026; whoever sees a child sees these."""
    day = formats.date_known(child.born_on, child.born_precision,
                             english=(translation.get_language() or "vi").startswith("en"))
    if child.mother_name:
        return _("(chưa có tên), con chị %(mother)s, sinh %(day)s") % {"mother": child.mother_name, "day": day}
    return _("(chưa có tên), sinh %(day)s") % {"day": day}


def who(child: Any) -> str:
    """A name, or (chưa có tên), con chị Lò Thị Mai: for a table that has the birth date in a place of its own."""
    if child.full_name:
        return str(child.full_name)
    return _("(chưa có tên), con chị %(mother)s") % {"mother": child.mother_name} if child.mother_name else _(
        "(chưa có tên)")


def found_unnamed(rows: Any, query: str) -> set[uuid.UUID]:
    """Which of these children have no name and are searched by "chưa có tên" or by words of the mother's name."""
    asked = fold(query)
    waiting = rows.filter(full_name="")
    if asked.strip("()") in ("chua co ten", "no name yet"):
        return set(waiting.values_list("pk", flat=True))
    words = asked.removeprefix(CHILD_OF).split()
    return {pk for pk, mother in waiting.exclude(mother_name="").values_list("pk", "mother_name")
            if words and all(any(part.startswith(word) for part in fold(mother).split()) for word in words)}
