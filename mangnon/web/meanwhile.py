"""A form and a row that somebody changed while the page was open: what each of the two changed, box by box."""
from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mangnon.core import records
from mangnon.core.models import Record

from .history import column_of, since, words_of


def drawn_from(row: Record, seq: int) -> Record | None:
    """The row as it stood at a sequence number, None where its revisions do not reach back that far.

    A row whose change left no revision (an import that made it anew) can't be walked back.
    """
    revisions: Any = apps.get_model(row._meta.app_label, "Revision")
    found = list(revisions._default_manager.filter(record_id=row.pk, seq__gt=seq).order_by("-seq"))
    if not found:
        return None
    old = copy.copy(row)
    for revision in found:
        for name, value in revision.values.items():
            field = column_of(type(row), name)
            if field is not None:
                setattr(old, field.attname, field.to_python(value))
    return old


def untouched(row: Record, seen: str, sent: Mapping[str, Any]) -> bool:
    """Whether a line of a grid came back as it was drawn: what somebody wrote since then stands, and is no change.

    seen: the sequence number it was drawn from, empty where there was no row yet.  sent: its values by field.
    """
    if not seen:
        return not any(value not in ("", None) for value in sent.values())
    old = drawn_from(row, int(seen)) if seen.isdecimal() else None
    return old is not None and all(getattr(old, name) == value for name, value in sent.items())


def told(row: Record | None, seen: int | str, empty: str = "–") -> str:
    """The sentence of a line that somebody wrote while the page was open. empty: said where no field tells more."""
    if row is None:
        return gone()
    who, now = since(row, int(seen) if str(seen).isdecimal() else 0)
    return _("Trong lúc trang này mở, %(who)s đã ghi: %(now)s. Xem lại; ghi lần nữa thì lấy số của bạn.") % {
        "who": who, "now": "; ".join(now) or empty}


def gone() -> str:
    """The sentence of a row that somebody took out while the page was open."""
    return _("Trong lúc trang này mở, dòng này đã bị gỡ nên không ghi vào đây được nữa.")


def line(standing: Any, write: Callable[[], Any]) -> tuple[Any, str]:
    """Write one line of a grid: (its row as it stands then, why it was not written or "").

    Somebody may write the very same line between the reading of the page and the writing.
    """
    try:
        with transaction.atomic():
            return write(), ""
    except records.ChangedMeanwhile as met:
        return met.row, told(met.row, met.seen)
    except (ValidationError, IntegrityError) as wrong:
        return standing, "; ".join(getattr(wrong, "messages", [])) or _("Dòng này chưa ghi được. Hãy thử lại.")


def shown(field: forms.Field, value: Any) -> str:
    """What a box holds for a value, letter for letter as the page sends it back."""
    value = field.prepare_value(value() if callable(value) else value)
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else ""
    said = field.widget.format_value(value)
    if isinstance(said, list):
        # A choice is formatted as a list of one.
        said = said[0] if said else ""
    return "" if said is None else str(said)


def typed(form: forms.Form | forms.ModelForm, name: str) -> str:
    """What the page sent for a box."""
    value = form.fields[name].widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
    return ("on" if value else "") if isinstance(value, bool) else str("" if value is None else value).strip()


def one_box(field: forms.Field) -> bool:
    """Whether a field is one box with one value; a list of ticks or a file is left as it was sent."""
    return not (getattr(field.widget, "allow_multiple_selected", False) or isinstance(field.widget, forms.MultiWidget)
                or field.widget.needs_multipart_form)


def words_now(row: Record, name: str, box: str) -> str:
    """What a field of the row holds now, in words; the box's own text where the row has no such column."""
    field = column_of(type(row), name)
    return words_of(field, getattr(row, field.attname)) if field is not None else box
