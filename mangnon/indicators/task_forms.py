"""What a person types to give work out, put it off or end it."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.registry.task_models import SAID, Later, Result
from mangnon.web.fields import DateField
from mangnon.web.forms import BaseForm

USUAL_DAYS = 14
FURTHEST_DAYS = 366
NOTE = 300


class GiveForm(BaseForm):
    """Who, until when, and a word. roles: (code, words) the line's names may go to."""

    vai = forms.ChoiceField(label=gettext_lazy("Người làm"))
    han = DateField(label=gettext_lazy("Hạn"))
    loi_nhan = forms.CharField(label=gettext_lazy("Lời nhắn"), required=False, max_length=NOTE,
                               help_text=gettext_lazy("Không ghi chuyện riêng của gia đình."))

    def __init__(self, *args: Any, roles: list[tuple[str, Any]], today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["vai"]
        choices.choices = roles

    def clean_han(self) -> dt.date:
        return check_due(self.cleaned_data["han"], self.today)


class LaterForm(BaseForm):
    """Another day, and why."""

    ly_do = forms.ChoiceField(label=gettext_lazy("Vì sao"), choices=[("", "---------"), *Later.choices])
    han = DateField(label=gettext_lazy("Hẹn lại ngày"))
    ghi_them = forms.CharField(label=gettext_lazy("Ghi thêm"), required=False, max_length=NOTE)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_han(self) -> dt.date:
        return check_due(self.cleaned_data["han"], self.today)


class EndForm(BaseForm):
    """How a task ended, said by whoever did it. Nothing is chosen beforehand: Enter in the remark ends nothing."""

    ket_qua = forms.ChoiceField(label=gettext_lazy("Việc kết thúc thế nào"), widget=forms.RadioSelect,
                                choices=[(code.value, code.label) for code in map(Result, SAID)])
    ghi_them = forms.CharField(label=gettext_lazy("Ghi thêm"), required=False, max_length=NOTE,
                               help_text=gettext_lazy("Không ghi chuyện riêng của gia đình."),
                               widget=forms.TextInput(attrs={"autocomplete": "off"}))


SOON_AGAIN = 7


class NotDoneForm(BaseForm):
    """Why a visit recorded nothing: the day it is tried again, or how the work has ended. doses: whether a vaccine is
    asked for, which the station may have run out of. No free words: what is kept on a phone tells nothing of a home."""

    vi_sao = forms.ChoiceField(label=gettext_lazy("Vì sao"), widget=forms.RadioSelect)
    han = DateField(label=gettext_lazy("Hẹn lại ngày"), required=False,
                    help_text=gettext_lazy("Chỉ cần khi việc còn phải làm."))

    def __init__(self, *args: Any, today: dt.date, doses: bool = False, **kwargs: Any) -> None:
        self.today = today
        kwargs.setdefault("initial", {"han": today + dt.timedelta(days=SOON_AGAIN)})
        super().__init__(*args, **kwargs)
        later = [(code.value, code.label) for code in Later if doses or code != Later.OUT_OF_STOCK]
        ended = [(code.value, code.label) for code in map(Result, SAID)]
        choices: Any = self.fields["vi_sao"]
        choices.choices = [(code, capfirst(label)) for code, label in (*later, *ended)]

    @property
    def later(self) -> bool:
        """Whether the work goes on."""
        return self.cleaned_data["vi_sao"] in Later.values

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "vi_sao" in data and self.later and "han" in data:
            if data["han"] is None:
                self.add_error("han", _("Hãy điền ngày hẹn lại."))
            else:
                try:
                    check_due(data["han"], self.today)
                except forms.ValidationError as wrong:
                    self.add_error("han", wrong)
        return data


class AgainForm(BaseForm):
    """Why a task that was ended by mistake is opened again."""

    ly_do = forms.CharField(label=gettext_lazy("Vì sao mở lại"), required=False, max_length=NOTE,
                            help_text=gettext_lazy("Không ghi chuyện riêng của gia đình."))


def check_due(day: dt.date, today: dt.date) -> dt.date:
    """A day to come, within a year. Raises ValidationError."""
    if day < today:
        raise forms.ValidationError(_("Ngày này đã qua. Hãy chọn từ hôm nay trở đi."))
    if (day - today).days > FURTHEST_DAYS:
        raise forms.ValidationError(_("Ngày này xa hơn một năm. Hãy kiểm tra lại năm."))
    return day
