"""Form fields that understand how people type, and say kindly what is wrong."""
from __future__ import annotations

import calendar
import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_PARTS = re.compile(r"^(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


def read_date(text: str) -> dt.date:
    """Read 23/11/2026, 3-2-26, 2026-11-23. Raises ValidationError with a sentence."""
    text = text.strip()
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _PARTS.match(text):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    else:
        raise ValidationError(_("“%(text)s” không đọc được. Hãy viết ngày/tháng/năm, ví dụ 23/11/2026.")
                              % {"text": text[:20]})
    if not 1 <= month <= 12:
        raise ValidationError(_("Không có tháng %(month)s. Hãy viết ngày/tháng/năm.") % {"month": month})
    if not 1900 <= year <= 2100:
        raise ValidationError(_("Năm %(year)s không dùng được. Hãy kiểm tra lại.") % {"year": year})
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValidationError(_("Tháng %(month)s năm %(year)s không có ngày %(day)s.")
                              % {"month": month, "year": year, "day": day})
    return dt.date(year, month, day)


class DateInput(forms.TextInput):
    """A text box that shows dd/mm/yyyy and keeps what was typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", "class": "w-m", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value


class DateField(forms.Field):
    """A day typed as people type it."""

    widget = DateInput

    def to_python(self, value: Any) -> dt.date | None:
        if value in (None, ""):
            return None
        return value if isinstance(value, dt.date) else read_date(str(value))


class DecimalField(forms.Field):
    """A number with comma or point; "12,5" is 12.5, "1.904,5" is 1904.5. Kept digit for digit otherwise."""

    def __init__(self, *, low: float | None = None, high: float | None = None, **kwargs: Any) -> None:
        self.low, self.high = low, high
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in (None, ""):
            return None
        if isinstance(value, Decimal):
            return value
        return read_decimal(str(value))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.low is not None and value < Decimal(str(self.low)):
            raise ValidationError(_("%(value)s nhỏ quá. Hãy kiểm tra lại.") % {"value": value})
        if self.high is not None and value > Decimal(str(self.high)):
            raise ValidationError(_("%(value)s lớn quá. Hãy kiểm tra lại.") % {"value": value})


def read_decimal(text: str) -> Decimal:
    """Read a number as typed. Raises ValidationError with a sentence."""
    flat = text.strip().replace(" ", "")
    if "," in flat:
        flat = flat.replace(".", "").replace(",", ".")
    try:
        number = Decimal(flat)
    except InvalidOperation:
        raise ValidationError(_("“%(text)s” không phải là số. Hãy viết như 12,5.") % {"text": text[:20]}) from None
    if not number.is_finite() or number < 0 or len(flat) > 12:
        raise ValidationError(_("“%(text)s” không dùng được. Hãy viết một số không âm.") % {"text": text[:20]})
    return number


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known: three answers, and unknown is never no."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=[("", _("chưa rõ")), ("true", _("có")), ("false", _("không"))],
                         coerce=lambda value: value == "true", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "true", False: "false", None: ""}.get(value, value) if value is None or isinstance(
            value, bool) else value
