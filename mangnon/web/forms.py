"""The form kit: every form says label, hint, error, field, in this order, and loses nothing that was typed."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mangnon.core.fields import TypedDecimalField

from .fields import DateField, DecimalField, WholeField, YesNoField

DASHES = "---------"


class _Kind:
    """Shared behaviour: Vietnamese words for an empty field, our own drawing of fields and errors."""

    fields: dict[str, forms.Field]
    template_name = "web/ui/fields.html"

    def _prepare(self) -> None:
        for name, field in self.fields.items():
            label = str(field.label or name)
            asked = _("Hãy chọn “%(label)s”.") if isinstance(field, forms.ChoiceField) else _("Hãy điền “%(label)s”.")
            field.error_messages["required"] = asked % {"label": label}
            field.error_messages["invalid_choice"] = _("Hãy chọn lại “%(label)s”.") % {"label": label}
            if isinstance(field, forms.ChoiceField):
                _name_the_empty_choice(field)


def _name_the_empty_choice(field: forms.ChoiceField) -> None:
    """Say in words what the framework draws as a row of dashes."""
    words = _("chọn ở đây") if field.required else _("để trống")
    if isinstance(field, forms.ModelChoiceField):
        field.empty_label = words if field.empty_label == DASHES else field.empty_label
        return
    choices = list(cast("Iterable[Any]", field.choices))
    if choices and choices[0] == ("", DASHES):
        field.choices = [("", words), *choices[1:]]


class BaseForm(_Kind, forms.Form):
    """A form of our own fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self._prepare()


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: dates and numbers as people type them, three answers to yes or no."""
    plain: dict[str, Any] = {"label": kwargs.get("label") or capfirst(field.verbose_name),
                             "required": not field.blank, "help_text": kwargs.get("help_text") or field.help_text}
    if isinstance(field, models.DateField):
        return DateField(**plain)
    if isinstance(field, TypedDecimalField):
        return DecimalField(**plain)
    if isinstance(field, models.BooleanField) and field.null:
        return YesNoField(**{**plain, "required": False})
    if isinstance(field, models.IntegerField) and not field.choices:
        return field.formfield(form_class=WholeField, **kwargs)
    if isinstance(field, models.TextField):
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    return field.formfield(**kwargs)


class RecordForm(_Kind, forms.ModelForm):
    """A form made from a row's fields."""

    class Meta:
        formfield_callback = staticmethod(_form_field)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self._prepare()

    def _post_clean(self) -> None:
        """The row's own rules are checked when it is written; the form only reads what was typed."""
