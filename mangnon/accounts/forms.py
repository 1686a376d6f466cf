"""Forms about accounts."""
from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.places.models import Facility, Level, Unit
from mangnon.web.forms import BaseForm, RecordForm

from .models import Assignment, Delegation, User, place_problems


class NewUserForm(RecordForm):
    """A new account; the person sets the password with a one-time link."""

    class Meta(RecordForm.Meta):
        model = User
        fields = ["display_name", "username", "phone"]
        help_texts = {"username": gettext_lazy("Chữ thường không dấu, ví dụ loan.thon3.")}


class AssignmentForm(RecordForm):
    """A role at a place for a time."""

    class Meta(RecordForm.Meta):
        model = Assignment
        fields = ["role", "unit", "facility", "from_on", "to_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            level=Level.VILLAGE).order_by("name")
        self.fields["facility"].queryset = Facility.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["from_on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field, words in place_problems(data.get("role", ""), unit=data.get("unit"), facility=data.get("facility")):
            self.add_error(field, words)
        _order(self, data)
        return data


def _order(form: Any, data: dict[str, Any]) -> None:
    start, end = data.get("from_on"), data.get("to_on")
    if start and end and end < start:
        form.add_error("to_on", _("Ngày hết lại trước ngày bắt đầu."))


class PreferencesForm(forms.ModelForm):
    """What a person chooses for herself."""

    language = forms.ChoiceField(label=gettext_lazy("Ngôn ngữ"), choices=settings.LANGUAGES)
    single_keys = forms.BooleanField(label=gettext_lazy("Dùng phím tắt một chữ, như / để tìm trẻ"), required=False)

    class Meta:
        model = User
        fields = ["language", "single_keys"]


class DelegationForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Delegation
        fields = ["deputy", "decision", "from_on", "to_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            assignments__role="vice_chairman").distinct()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _order(self, data)
        return data


class PasswordForm(BaseForm):
    """The first password, typed twice."""

    password = forms.CharField(label=gettext_lazy("Mật khẩu mới"), widget=forms.PasswordInput(
        attrs={"autocomplete": "new-password"}), help_text=gettext_lazy(
        "Ít nhất 10 ký tự; ghép ba, bốn từ không liên quan là dễ nhớ và khó đoán."))
    again = forms.CharField(label=gettext_lazy("Gõ lại mật khẩu"), widget=forms.PasswordInput(
        attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") != data["password"]:
            self.add_error("again", _("Hai lần gõ khác nhau. Hãy gõ lại."))
        return data


