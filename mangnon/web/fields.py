"""Form fields that understand how people type, and say kindly what is wrong."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import formats
from .reading import read_date, read_decimal, read_known_date, read_whole

__all__ = ["DateField", "DateInput", "DecimalField", "ElseChoiceField", "KnownDateInput", "PartialDateField",
           "WholeField", "YesNoField", "read_date", "read_decimal", "read_known_date", "read_whole"]

ELSE = "khac"
"""What the browser sends for none of the rows of a list."""


class DateInput(forms.TextInput):
    """A text box that shows dd/mm/yyyy and keeps what was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "class": "w-m", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return formats.date(value) if isinstance(value, dt.date) else value


class DateField(forms.Field):
    """A day typed as people type it: 23/11/2026, 3-2-26, 23112026, 2026-11-23.

    earliest, latest: the days that make sense, both included; the caller knows what day it is.
    """

    widget = DateInput

    def __init__(self, *, earliest: dt.date | None = None, latest: dt.date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or not str(value).strip():
            return None
        return value if isinstance(value, dt.date) else read_date(str(value))

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is not None:
            _check_day(value, self.earliest, self.latest)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


def _check_day(day: dt.date, earliest: dt.date | None, latest: dt.date | None) -> None:
    if earliest is not None and day < earliest:
        raise ValidationError(_("Ngày này sớm quá. Hãy ghi từ %(day)s trở đi.") % {"day": formats.date(earliest)})
    if latest is not None and day > latest:
        raise ValidationError(_("Ngày này còn ở phía trước. Hãy ghi đến %(day)s là muộn nhất.")
                              % {"day": formats.date(latest)})


class KnownDateInput(DateInput):
    """A text box for a date as far as it is known; takes (date, precision)."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        # A slash is not on every phone's digits; the full keyboard opens here.
        super().__init__({"inputmode": "text", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return formats.date_known(*value) if isinstance(value, tuple) else super().format_value(value)


class PartialDateField(forms.Field):
    """A date as far as it is known: 12/03/2018, 03/2018 or 2018.

    Cleans to (date, precision) with precision "day", "month" or "year"; what is not known is the first day of the
    month or year. Empty is None.
    """

    widget = KnownDateInput

    def __init__(self, *, latest: dt.date | None = None, **kwargs: Any) -> None:
        self.latest = latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[dt.date, str] | None:
        if value is None or isinstance(value, tuple):
            return value
        return read_known_date(str(value)) if str(value).strip() else None

    def validate(self, value: tuple[dt.date, str] | None) -> None:
        super().validate(value)
        if value is not None:
            _check_day(value[0], None, self.latest)


class DecimalField(forms.Field):
    """A number with comma or point; "12,5" is 12.5, "1.904,5" is 1904.5. Kept digit for digit otherwise.

    low, high: bounds, both included.
    """

    def __init__(self, *, low: float | None = None, high: float | None = None, **kwargs: Any) -> None:
        self.low, self.high = low, high
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off",
                                                           "class": "w-m"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What is stored is shown with a comma; what was typed stays as it was typed."""
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return read_decimal(self._bare(str(value))) if str(value).strip() else None

    def _bare(self, text: str) -> str:
        """The number without the unit that the box itself names: "15,9 kg" in a box of kg, never "90 cm" there."""
        unit = re.search(r"\((\w+)\)$", str(self.label or "").strip())
        return re.sub(rf"(?<=\d)\s*{re.escape(unit[1])}\.?$", "", text.strip(), flags=re.I) if unit else text

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        shown = str(value).replace(".", ",")
        if self.low is not None and value < Decimal(str(self.low)):
            raise ValidationError(_("%(value)s nhỏ quá, ít nhất là %(low)s. Hãy kiểm tra lại.")
                                  % {"value": shown, "low": formats.plain(self.low, 3)})
        if self.high is not None and value > Decimal(str(self.high)):
            raise ValidationError(_("%(value)s lớn quá, nhiều nhất là %(high)s. Hãy kiểm tra lại.")
                                  % {"value": shown, "high": formats.plain(self.high, 3)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class WholeField(forms.IntegerField):
    """A whole number; points and spaces between thousands are read as such: "1.904" is 1904."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off",
                                                           "class": "w-m"}))
        super().__init__(**kwargs)
        self.error_messages.update({
            "min_value": gettext_lazy("Số này nhỏ quá, ít nhất là %(limit_value)s."),
            "max_value": gettext_lazy("Số này lớn quá, nhiều nhất là %(limit_value)s."),
        })

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        return read_whole(str(value)) if str(value).strip() else None


class _WithElse(ModelChoiceIterator):
    """The empty line, then the choice of none of them, then the rows."""

    def __iter__(self) -> Iterator[Any]:
        rows, field = super().__iter__(), cast("ElseChoiceField", self.field)
        yield next(rows)
        if field.none_of_these:
            yield ELSE, field.none_of_these
        yield from rows


class ElseChoiceField(forms.ModelChoiceField):
    """One row of a list, or none of them by deliberate choice: leaving the box untouched is not an answer.

    none_of_these: the words of that choice, which cleans to None; empty takes the choice away.
    """

    iterator = _WithElse

    def __init__(self, *args: Any, none_of_these: Any, **kwargs: Any) -> None:
        self.none_of_these = none_of_these
        kwargs.setdefault("empty_label", "---------")
        super().__init__(*args, **kwargs)

    def clean(self, value: Any) -> Any:
        return None if value == ELSE and self.none_of_these else super().clean(value)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known: three answers, and unknown is never no."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=[("", gettext_lazy("chưa rõ")), ("true", gettext_lazy("có")),
                                  ("false", gettext_lazy("không"))],
                         coerce=lambda value: value == "true", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return {True: "true", False: "false", None: ""}[value]
        return value
