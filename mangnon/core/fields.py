"""Model fields that keep what was typed."""
from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class TypedDecimalField(models.CharField):
    """A decimal number kept digit for digit as it was typed ("8.0" stays "8.0"); Decimal in Python.

    The register keeps only what was typed; sums and comparisons happen in the projection, on integers.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 24)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "" or isinstance(value, Decimal):
            return value or None if not isinstance(value, Decimal) else value
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise ValidationError(_("“%(value)s” không phải là số."), params={"value": value}) from None

    def run_validators(self, value: Any) -> None:
        """The field's validators speak of its text."""
        if value is not None:
            super().run_validators(self.get_prep_value(value))

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None or value == "" else format(Decimal(str(value)), "f")

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return models.Field.formfield(self, **{"form_class": forms.DecimalField, **kwargs})
