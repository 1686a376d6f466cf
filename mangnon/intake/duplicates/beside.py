"""Two records side by side, cell by cell, and what hangs on each."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mangnon.core import clock
from mangnon.protection.models import AtRisk
from mangnon.registry.merge_plan import hanging
from mangnon.registry.merging import choices
from mangnon.registry.models import Attachment, Child, Merge, Residence
from mangnon.web import formats

from ..agreements import told
from ..comparing import Agreement
from ..list_words import Words, fields
from .apart import two_classes, years_of

COMPARED = {"full_name": ("given", "family", "middle"), "born_on": ("birth",), "sex": ("sex",),
            "mother_name": ("mother",), "home": ("village",), "personal_id": ("number",)}
ORDER = ("full_name", "born_on", "sex", "mother_name", "father_name", "home", "personal_id", "ethnicity",
         "birth_registered_on", "died_on")
HIDDEN = "protection"
"""The room whose rows are not counted here, but for signs of risk: they move with the child like all others."""


@dataclass(frozen=True)
class Row:
    """One line of the comparison. better: "one" or "other" where the cells differ and a person may choose, else ""."""

    name: str
    title: str
    one: str
    other: str
    mark: str
    words: str
    better: str


def beside(first: Child, second: Child, how: Mapping[str, Agreement]) -> list[Row]:
    """The lines of two records. how: as their comparison found them."""
    keep = fuller(first, second)
    chosen = choices(first, second) if keep.pk == first.pk else choices(second, first)
    side = {"kept": "one", "dropped": "other"} if keep.pk == first.pk else {"kept": "other", "dropped": "one"}
    homes = _home(first), _home(second)
    rows = []
    for name in ORDER:
        one, other = homes if name == "home" else (_shown(first, name), _shown(second, name))
        better = side[chosen[name]] if name in chosen else ""
        if name == "home" and one and other and one != other:
            better = "one" if keep.pk == first.pk else "other"
        parts = COMPARED.get(name)
        if parts:
            mark, words = told(how, parts)
        else:
            mark, words = _plainly(one, other)
        if one or other:
            rows.append(Row(name, _title(name), one, other, mark, words, better))
    return [*rows, *_schools(first, second)]


def _schools(first: Child, second: Child) -> list[Row]:
    """The school year that decides, else the last one in which either sat; nothing to choose, both rows move."""
    found = years_of([first.pk, second.pk])
    one, other = found.get(first.pk, {}), found.get(second.pk, {})
    decides = two_classes(one, other)
    year = decides or max([*(set(one) & set(other) or {*one, *other})], default="")
    if not year:
        return []
    here, there = (", ".join(sorted(map(str, years.get(year, ())))) for years in (one, other))
    mark, words = ("khac", _("hai lớp khác nhau")) if decides else _plainly(here, there)
    return [Row("school", _("Năm học %(year)s") % {"year": year}, here, there, mark, words, "")]


def _title(name: str) -> str:
    return _("Nơi ở hiện nay") if name == "home" else fields()[name]


def _plainly(one: str, other: str) -> tuple[str, str]:
    if not one or not other:
        return "chuaro", _("một bên không ghi")
    return ("dat", _("giống")) if one == other else ("khac", _("khác"))


def _shown(child: Child, name: str) -> str:
    """A cell in words. Of a personal number only its last digits: whether two are the same is said beside them."""
    if name == "personal_id":
        return f"••••••{child.personal_id[-4:]}" if child.personal_id else ""
    if name == "sex":
        return child.get_sex_display()
    if name == "born_on":
        return Words().cell("born_on", f"{child.born_on.isoformat()}|{child.born_precision}")
    value = getattr(child, name)
    return formats.date(value) if value and name.endswith("_on") else str(value or "")


def _home(child: Child) -> str:
    row = Residence.objects.on(clock.today()).filter(child=child).select_related("unit").order_by("from_on").last()
    return row.unit.name if row else ""


def counts(first: Child, second: Child, *, risks: bool) -> list[tuple[str, int, int]]:
    """(what, rows of the first, rows of the second) of what hangs on either. risks: with signs of risk."""
    words, theirs = Words(), dict(hanging(second))
    return [(words.model(model._meta.label), n, theirs[model]) for model, n in hanging(first)
            if (n or theirs[model]) and (_told_of(model) or (risks and model is AtRisk))]


def _told_of(model: type) -> bool:
    return model not in (Attachment, Merge) and model._meta.app_label != HIDDEN  # type: ignore[attr-defined]


def fuller(first: Child, second: Child) -> Child:
    """The record with more rows, of two alike the older: it is kept unless a person says otherwise."""
    size = {child.pk: sum(n for model, n in hanging(child) if _told_of(model)) for child in (first, second)}
    return min((first, second), key=lambda child: (-size[child.pk], child.seq, str(child.pk)))
