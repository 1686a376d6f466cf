"""The plain fields of a definition: ages, birth years, counts, bars and categories, changed without touching the text.

A condition that stands several times (17a asks three times for the grade) is one field and changes everywhere at once.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..readings import readings
from .check import BIGGEST, OLDEST
from .definition import Read
from .text import Leaf, Path, replaced, written
from .words import CATEGORIES, COLUMN, OPERATOR, TABLE

BORN = ("period", "Y", "Y-1", "S", "S-5")


class BoundedField(forms.IntegerField):
    """A whole number that says in our words which numbers make sense."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages.update({
            "invalid": _("Hãy viết một số nguyên, như 3."),
            "min_value": _("Số này nhỏ quá, ít nhất là %(limit_value)s."),
            "max_value": _("Số này lớn quá, nhiều nhất là %(limit_value)s."),
        })


@dataclass(frozen=True)
class Field:
    """One thing to change. name: in the form.  kind: number, choice or choices.  value: what stands.

    spans: the characters it stands at, each occurrence from the first value to the last.  standing: a setting of the
    commune that stands there now, which a changed number replaces.
    """

    name: str
    label: str
    kind: str
    value: Any
    spans: tuple[tuple[int, int], ...]
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = BIGGEST
    standing: str = ""

    def form_field(self) -> forms.Field:
        if self.kind == "number":
            note = _("Đang theo cách hiểu chung của xã; đổi số ở đây chỉ đổi chỉ tiêu này.") if self.standing else ""
            return BoundedField(label=self.label, min_value=self.low, max_value=self.high, help_text=note)
        if self.kind == "choice":
            return forms.ChoiceField(label=self.label, choices=self.choices)
        return forms.MultipleChoiceField(label=self.label, choices=self.choices,
                                         widget=forms.CheckboxSelectMultiple)


def fields_of(read: Read, settings: Mapping[str, Any]) -> list[Field]:
    """What can be changed by plain fields, in the order of the text."""
    at = {leaf.path: leaf for leaf in read.leaves}
    made: dict[tuple[Any, ...], Field] = {}
    for n, part in enumerate(read.data.get("part", []) if read.sound and at else []):
        for key, field in _of_part(("part", n), part, at, settings):
            if key in made:
                field = Field(**{**vars(made[key]), "spans": (*made[key].spans, *field.spans)})
            made[key] = field
    seen, named = Counter[str](), []
    for n, field in enumerate(made.values()):
        seen[field.label] += 1
        label = field.label if seen[field.label] == 1 else f"{field.label} ({seen[field.label]})"
        named.append(Field(**{**vars(field), "name": f"o{n}", "label": label}))
    return named


def changed(text: str, fields: list[Field], data: Mapping[str, Any]) -> str:
    """The text with what was changed in the form; what nobody touched stays as it is written."""
    changes = {}
    for field in fields:
        value = data.get(field.name)
        if value in (None, "", []) or value == field.value or (
                isinstance(value, list) and set(value) == set(field.value)):
            continue  # boxes come in their own order: the same kinds are no change
        words = ", ".join(written(v) for v in value) if isinstance(value, list) else written(value)
        changes.update(dict.fromkeys(field.spans, words))
    return replaced(text, changes)


Found = Iterator[tuple[tuple[Any, ...], Field]]


def _of_part(here: Path, part: Mapping[str, Any], at: Mapping[Path, Leaf], settings: Mapping[str, Any]) -> Found:
    latest = part.get("latest") or {}
    for n, condition in enumerate(part.get("where", [])):
        yield from _of((*here, "where", n), condition, part["of"], latest.get("table"), at, settings)
    for n, condition in enumerate(latest.get("where", [])):
        yield from _of((*here, "latest", "where", n), condition, latest["table"], None, at, settings)
    for flag in ("den", "num", "unk"):
        yield from _of((*here, flag), part.get(flag, False), part["of"], latest.get("table"), at, settings)


def _of(path: Path, c: Any, table: str, latest: str | None, at: Mapping[Path, Leaf], settings: Mapping[str, Any],
        ) -> Found:
    if isinstance(c, bool):
        return
    word, rest = c[0], c[1:]
    if word in ("all", "any", "not"):
        for n, inner in enumerate(rest, 1):
            yield from _of((*path, n), inner, table, latest, at, settings)
    elif word == "latest_is":
        for n, inner in enumerate(rest, 1):
            yield from _of((*path, n), inner, latest or table, None, at, settings)
    elif word == "has":
        label = _("Ít nhất mấy %(what)s") % {"what": TABLE.get(rest[0], rest[0])}
        yield from _number((*path, 2), rest[1], label, ("has", rest[0], rest[1]), at, settings, 1, 1000)
        for n, inner in enumerate(rest[2:], 3):
            yield from _of((*path, n), inner, rest[0], None, at, settings)
    elif word == "age":
        label = _("Tuổi tròn, từ") if rest[0] == ">=" else _("Tuổi tròn, dưới")
        yield from _number((*path, 2), rest[1], label, ("age", *rest), at, settings, 0, OLDEST)
    elif word == "born_in":
        leaf = at[(*path, 1)]
        yield ("born", rest[0]), Field("", _("Năm sinh"), "choice", rest[0], ((leaf.start, leaf.end),), _born())
    elif word == "compare" and rest[0] in COLUMN:
        label = f"{COLUMN[rest[0]]}, {OPERATOR[rest[1]]}".capitalize()
        yield from _number((*path, 3), rest[2], label, ("compare", table, *rest), at, settings, -BIGGEST, BIGGEST)
    elif word == "is" and (table, rest[0]) in CATEGORIES and not any(str(v).startswith("setting:") for v in rest[1:]):
        first, last = at[(*path, 2)], at[(*path, len(rest))]
        label = f"{TABLE[table]}: {COLUMN[rest[0]]}".capitalize()
        choices = tuple((str(code), str(words)) for code, words in CATEGORIES[table, rest[0]])
        yield ("is", table, *rest), Field("", label, "choices", list(rest[1:]), ((first.start, last.end),), choices)


def _number(path: Path, value: Any, label: str, key: tuple[Any, ...], at: Mapping[Path, Leaf],
            settings: Mapping[str, Any], low: int, high: int) -> Found:
    leaf, standing = at[path], ""
    if isinstance(value, str) and value.startswith("setting:"):
        standing = value.removeprefix("setting:")
        value = settings.get(standing, readings()[standing].value if standing in readings() else None)
    if type(value) is int:
        yield key, Field("", label, "number", value, ((leaf.start, leaf.end),), low=low, high=high, standing=standing)


def _born() -> tuple[tuple[str, str], ...]:
    said = (_("trong kỳ được đếm"), _("năm được hỏi"), _("năm trước năm được hỏi"), _("năm học bắt đầu"),
            _("năm năm trước khi năm học bắt đầu"))
    return tuple(zip(BORN, said, strict=True))
