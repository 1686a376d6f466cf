"""What the officer fills in about an own measure: its name and goals, and the plain fields of its definition."""
from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.web.fields import DecimalField
from mangnon.web.forms import BaseForm

from ..own_models import OPERATORS, UNITS
from .fields import Field
from .measures import CODE, code_words

MOST = {"%": 100, "per 1000": 1000, "per 10000": 10_000}
LAST = 2030


class OwnForm(BaseForm):
    """Code, name, unit, and the goal of each year to come; a year without one has no goal."""

    code = forms.CharField(label=gettext_lazy("Mã"), max_length=8)
    label = forms.CharField(label=gettext_lazy("Tên chỉ tiêu"), max_length=200,
                            help_text=gettext_lazy("Như: Trẻ dưới 6 tuổi đã đăng ký khai sinh."))
    noun = forms.CharField(label=gettext_lazy("Đếm gì"), max_length=40, help_text=gettext_lazy("Như trẻ, em, trường."))
    unit = forms.ChoiceField(label=gettext_lazy("Đơn vị"), choices=UNITS)
    operator = forms.ChoiceField(label=gettext_lazy("Mức đòi hỏi"), choices=OPERATORS)

    def __init__(self, *args: Any, today: dt.date, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = taken
        self.goal_years = list(range(today.year, max(LAST, today.year) + 1))
        for year in self.goal_years:
            self.fields[f"goal_{year}"] = DecimalField(label=_("Mức năm %(y)s") % {"y": year}, required=False)

    def named(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("goal_")]

    def of_years(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("goal_")]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().upper()
        if not CODE.fullmatch(code):
            raise ValidationError(code_words())
        if code in self.taken:
            raise ValidationError(_("Mã “%(code)s” đã dùng cho chỉ tiêu khác.") % {"code": code})
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        most = MOST.get(data.get("unit", ""), 10**9)
        for year in self.goal_years:
            value = data.get(f"goal_{year}")
            if value is not None and not 0 <= value <= most:
                self.add_error(f"goal_{year}", _("Mức nằm ngoài khoảng có thể: từ 0 đến %(most)s.") % {"most": most})
        return data

    def goals(self) -> dict[str, str]:
        """Year to value as text, of the years that have one."""
        found: dict[str, Decimal | None] = {str(y): self.cleaned_data.get(f"goal_{y}") for y in self.goal_years}
        return {year: str(value) for year, value in found.items() if value is not None}


class PartsForm(BaseForm):
    """The plain fields of a definition."""

    def __init__(self, *args: Any, parts: list[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in parts:
            self.fields[part.name] = part.form_field()
            self.initial[part.name] = part.value
        self._prepare()
