"""A form whose boxes hold sealed text: opened to be drawn, sealed to be kept, untouched where nobody changed it."""
from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from mangnon.core import names
from mangnon.core.models import Record
from mangnon.core.sealed import Broken, SealedTextField, seal, unseal
from mangnon.web.forms import RecordForm


def sealed_columns(model: type[Record]) -> list[str]:
    return [f.name for f in model._meta.concrete_fields if isinstance(f, SealedTextField)]


def label_of(model: type[Record], name: str) -> str:
    """What a sealed text is bound to, beside its row."""
    return f"{model._meta.label}.{name}"


def opened(row: Record, name: str) -> str:
    """A sealed column in the clear; where it does not open the reader is told so in its place."""
    try:
        return unseal(getattr(row, name), row=row.pk, field=label_of(type(row), name))
    except Broken:
        return _("(không mở được chữ niêm phong này)")


def closed(model: type[Record], pk: uuid.UUID, name: str, text: str) -> str:
    return seal(text, row=pk, field=label_of(model, name))


class SealedForm(RecordForm):
    """A record's form of which some columns are sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._sealed:
            if name == "narrative":
                self.fields[name].widget = forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})
        if self.standing:
            self.initial.update(self.first_values(self.instance))

    @property
    def _sealed(self) -> list[str]:
        return [name for name in sealed_columns(type(self.instance)) if name in self.fields]

    def first_values(self, row: Any) -> dict[str, Any]:
        return super().first_values(row) | {name: opened(row, name) for name in self._sealed}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        row: Any = self.instance
        for name in self._sealed:
            text = names.nfc(str(data.get(name) or "")).strip()
            if self.standing and text == opened(row, name):
                data[name] = getattr(type(row)._default_manager.get(pk=row.pk), name)
            else:
                data[name] = closed(type(row), row.pk if self.standing else self.new_id, name, text)
        return data
