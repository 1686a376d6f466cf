"""The form kit: every form says label, hint, error, field, in this order, and loses nothing that was typed."""
from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from mangnon.core.fields import TypedDecimalField

from .fields import DateField, DecimalField, YesNoField


class _Kind:
    """Shared behaviour: Vietnamese words for an empty field, described widgets."""

    fields: dict[str, forms.Field]
    prefix: str | None
    errors: Any

    def _prepare(self) -> None:
        for name, field in self.fields.items():
            label = str(field.label or name)
            field.error_messages["required"] = _("Hãy điền “%(label)s”.") % {"label": label}
            field.error_messages["invalid_choice"] = _("Hãy chọn lại “%(label)s”.") % {"label": label}
            described = [f"hint-{name}"] if field.help_text else []
            if self.errors_of(name):
                described.append(f"error-{name}")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)

    def errors_of(self, name: str) -> Any:
        return getattr(self, "_errors", None) and self._errors.get(name)  # type: ignore[attr-defined]


class BaseForm(_Kind, forms.Form):
    """A form of our own fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self._prepare()


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: dates and numbers as people type them, three answers to yes or no."""
    plain: dict[str, Any] = {"label": field.verbose_name, "required": not field.blank,
                             "help_text": kwargs.get("help_text") or field.help_text}
    if isinstance(field, models.DateField):
        return DateField(**plain)
    if isinstance(field, TypedDecimalField):
        return DecimalField(**plain)
    if isinstance(field, models.BooleanField) and field.null:
        return YesNoField(**{**plain, "required": False})
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.TextInput(attrs={"autocomplete": "off"})
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
