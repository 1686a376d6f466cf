"""What is typed about a referral."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.models import User
from mangnon.protection.cases.forms import LONG, MomentForm
from mangnon.web.forms import BaseForm

from .models import Consent, Kind, Urgency

SHORT = {**LONG, "rows": 3}


class ReferralForm(BaseForm):
    """A draft may lack nearly everything; what is sent has consent, or the ground of an exception."""

    receiver = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Người nhận có tài khoản"), required=False,
        empty_label=gettext_lazy("không có tài khoản, gửi giấy"),
        help_text=gettext_lazy("Người này thấy việc trên trang đầu của mình và trả lời ngay ở đó."))
    receiver_name = forms.CharField(label=gettext_lazy("Tên nơi nhận"), required=False, max_length=300,
                                    help_text=gettext_lazy("Như Trung tâm Trợ giúp pháp lý tỉnh."))
    address = forms.CharField(label=gettext_lazy("Địa chỉ, điện thoại nơi nhận"), required=False, max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Việc cần"), choices=Kind.choices)
    urgency = forms.ChoiceField(label=gettext_lazy("Mức"), choices=Urgency.choices, initial=Urgency.NORMAL,
                                widget=forms.RadioSelect)
    need = forms.CharField(label=gettext_lazy("Cần giúp điều gì?"), widget=forms.Textarea(SHORT),
                           help_text=gettext_lazy("Nơi nhận đọc được. Được niêm phong."))
    summary = forms.CharField(label=gettext_lazy("Điều phải biết để giúp trẻ"), required=False,
                              widget=forms.Textarea(SHORT),
                              help_text=gettext_lazy("Chỉ điều nơi nhận cần; không chép lời kể. Được niêm phong."))
    consent = forms.ChoiceField(label=gettext_lazy("Sự đồng ý"), required=False,
                                choices=[("", gettext_lazy("chưa hỏi")), *Consent.choices],
                                help_text=gettext_lazy("Trẻ từ 7 tuổi: hỏi cả trẻ và người đại diện."))
    exception = forms.CharField(label=gettext_lazy("Căn cứ khi không có sự đồng ý"), required=False, max_length=500,
                                help_text=gettext_lazy("Được niêm phong."))
    child_view = forms.CharField(label=gettext_lazy("Ý kiến của trẻ về việc này"), required=False,
                                 widget=forms.Textarea(SHORT), help_text=gettext_lazy("Được niêm phong."))
    contact = forms.CharField(label=gettext_lazy("Người liên hệ của xã, điện thoại"), required=False, max_length=300)
    helps = forms.BooleanField(label=gettext_lazy("Khi nhận, người này được giao vụ việc (đọc cả vụ việc)"),
                               required=False)

    def __init__(self, *args: Any, offered: list[User], with_case: bool, sends: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sends = sends
        self.fields["receiver"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=[user.pk for user in offered]).order_by("display_name")
        if not with_case:
            del self.fields["helps"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("receiver") and not data.get("receiver_name"):
            self.add_error("receiver_name", _("Hãy chọn người nhận, hoặc ghi tên nơi nhận."))
        if data.get("helps") and not data.get("receiver"):
            self.add_error("helps", _("Chỉ giao vụ việc được cho người có tài khoản."))
        if self._sends and "consent" in data and not data["consent"]:
            self.add_error("consent", _("Chưa gửi được: hãy hỏi sự đồng ý, hoặc ghi căn cứ. Dự thảo thì cứ ghi."))
        if data.get("consent") == Consent.EXCEPTION and not data.get("exception"):
            self.add_error("exception", _("Hãy ghi căn cứ vì sao không cần sự đồng ý."))
        return data


class AnswerForm(MomentForm):
    """What the receiver says: words where they are needed; who said it where somebody else types."""

    said_by = forms.CharField(label=gettext_lazy("Ai trả lời?"), max_length=300,
                              help_text=gettext_lazy("Tên, chức vụ ở nơi nhận; qua điện thoại hay giấy."))
    words = forms.CharField(label=gettext_lazy("Lời nhắn"), required=False, widget=forms.Textarea(SHORT),
                            help_text=gettext_lazy("Được niêm phong."))
    field_order = ["said_by", "words", "day", "hour"]

    def __init__(self, *args: Any, label: str, must: bool, typed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].required = label, must
        self.fields["words"].error_messages["required"] = _("Hãy điền “%(label)s”.") % {"label": label}
        if not typed:
            for name in ("said_by", "day", "hour"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["at"] = data.get("at")
        return data
