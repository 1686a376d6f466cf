"""A form of the program for an official form: its boxes drawn by sections, read as people type, all may stay empty."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mangnon.core import clock, names
from mangnon.web.fields import DateField, DecimalField, PartialDateField, YesNoField
from mangnon.web.forms import BaseForm

from . import values as kept
from .form_file import Paper, PaperField
from .in_use import papers_in_use

MOST_TEXT, MOST_LONG = 500, 10_000
FEW = 3
"""So many choices or fewer are all seen at once."""
_HOUR = re.compile(r"(\d{1,2})\s*(?:[:h.]|giờ|g)\s*(?:(\d{1,2})\s*(?:phút|p|')?)?|(\d{2})(\d{2})|(\d{1,2})", re.I)


def in_english() -> bool:
    return (get_language() or "vi").startswith("en")


class TextField(forms.CharField):
    """Words, composed; a line break is one sign."""

    def to_python(self, value: Any) -> str:
        words = names.nfc(kept.printable(str(super().to_python(value) or ""))).strip()
        return words if isinstance(self.widget, forms.Textarea) else " ".join(words.split())


class HourInput(forms.TextInput):
    """A text box that shows 21:40 and keeps what was typed."""

    def format_value(self, value: Any) -> str | None:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class HourField(forms.Field):
    """An hour as people type it: 21:40, 21h40, 21 giờ 40, 2140, 9h, 21 giờ."""

    widget = HourInput

    def to_python(self, value: Any) -> dt.time | None:
        if value is None or isinstance(value, dt.time) or not str(value).strip():
            return value or None
        found = _HOUR.fullmatch(str(value).strip())
        hour, minute = (found[1] or found[3] or found[5], found[2] or found[4] or "0") if found else ("99", "0")
        if not found or int(hour) > 23 or int(minute) > 59:
            raise ValidationError(_("“%(text)s” không đọc được là giờ. Hãy viết như 21:40 hoặc 21 giờ 40.")
                                  % {"text": str(value).strip()[:20]})
        return dt.time(int(hour), int(minute))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class PaperForm(BaseForm):
    """The boxes of one official form; made by ``paper_form``."""

    template_name = "protection/paper_fields.html"
    _paper: Paper

    @property
    def groups(self) -> list[tuple[str, list[BoundField]]]:
        """(title of the section, its boxes), in their order."""
        english = in_english()
        return [(kept.said(section.title, section.title_en, english), [self[field.name] for field in section.fields])
                for section in self._paper.sections if section.fields]


def paper_form(paper: Paper) -> type[PaperForm]:
    """A form class for a form in use, in the language and on the day of the request: made anew for each."""
    english, today = in_english(), clock.today()
    boxes = {field.name: _box(field, english, today) for field in paper.fields}
    metaclass: Any = type(PaperForm)
    return cast("type[PaperForm]", metaclass("PaperForm", (PaperForm,), {**boxes, "_paper": paper}))


def _box(field: PaperField, english: bool, today: dt.date) -> forms.Field:
    box = _of_kind(field, english, today, {
        "label": kept.said(field.label, field.label_en, english), "required": False,
        "help_text": kept.said(field.hint, field.hint_en, english)})
    # Every box may stay empty; the page says so once, not at each label.
    box.asked = True  # type: ignore[attr-defined]
    return box


def _of_kind(field: PaperField, english: bool, today: dt.date, told: dict[str, Any]) -> forms.Field:
    choices = [(code, kept.said(vi, en, english)) for code, vi, en in kept.offered(field)]
    match field.kind:
        case "date":
            latest = today if field.past else None
            return PartialDateField(latest=latest, **told) if field.partial else DateField(latest=latest, **told)
        case "time":
            return HourField(widget=HourInput(attrs={"autocomplete": "off", "class": "w-m"}), **told)
        case "number":
            return DecimalField(**told)
        case "yesno":
            return YesNoField(**told)
        case "many":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        case "choice" | "level":
            drawn = forms.RadioSelect() if len(choices) <= FEW else forms.Select(
                attrs={"class": "w-m"} if field.kind == "level" else None)
            return forms.ChoiceField(choices=[("", _("chưa ghi")), *choices], widget=drawn, **told)
        case "long":
            rows = min(field.lines + 1, 8)
            return TextField(max_length=MOST_LONG, widget=forms.Textarea(attrs={"rows": rows}), **told)
    return TextField(max_length=MOST_TEXT, widget=forms.TextInput(attrs={"autocomplete": "off"}), **told)


def values_of(form: PaperForm, before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The plain values of a form that was read without faults; what is not known is not there.

    before: the values kept until now; those that the form in use has no place for stay.
    """
    read = {field.name: kept.plain(field, form.cleaned_data.get(field.name)) for field in form._paper.fields}
    now = {name: value for name, value in read.items() if value is not None}
    return kept.merged(form._paper, now, before or {})


def shown(paper: Paper, values: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """(title of the section, [(label, words)]) of what is known, in the language of the page."""
    return kept.shown_in(paper, values, in_english(), papers_in_use().ours.get(paper.code))
