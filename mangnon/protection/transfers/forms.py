"""What is typed about a transfer."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from mangnon.places.models import Level, Unit
from mangnon.protection.cases.forms import LONG
from mangnon.web.forms import BaseForm

SHORT = {**LONG, "rows": 3}


class BeginForm(BaseForm):
    """To whom a case goes, and why."""

    to_commune = forms.CharField(label=gettext_lazy("Xã nhận"), max_length=300,
                                 help_text=gettext_lazy("Tên xã, tỉnh. Xã nơi trẻ cư trú giữ kế hoạch."))
    to_unit = forms.ModelChoiceField(Unit.objects.filter(level=Level.COMMUNE), required=False,
                                     label=gettext_lazy("Xã nhận trong danh mục"),
                                     empty_label=gettext_lazy("không có trong danh mục"))
    reason = forms.CharField(label=gettext_lazy("Lý do chuyển"), widget=forms.Textarea(SHORT),
                             help_text=gettext_lazy("Được niêm phong cùng vụ việc."))
    along = forms.CharField(label=gettext_lazy("Giấy tờ, việc dở đi kèm"), required=False,
                            widget=forms.Textarea(SHORT), help_text=gettext_lazy(
                                "Tin báo, các bước, phiếu và chuyển gửi luôn có trong tệp. Ghi thêm giấy tờ khác."))


class FileForm(BaseForm):
    """The passphrase under which the file is made; kept nowhere."""

    passphrase = forms.CharField(label=gettext_lazy("Mật khẩu của tệp"), min_length=12, max_length=200,
                                 widget=forms.TextInput({"autocomplete": "off"}), help_text=gettext_lazy(
                                     "Chép lại ngay rồi đọc qua điện thoại cho bên nhận; đừng gửi cùng tệp. "
                                     "Chương trình không giữ mật khẩu này."))


class ReceiptForm(BaseForm):
    """What the other commune sent back."""

    file = forms.FileField(label=gettext_lazy("Tệp biên nhận"), max_length=300, allow_empty_file=True)


class WhyForm(BaseForm):
    reason = forms.CharField(label=gettext_lazy("Lý do"), widget=forms.Textarea(SHORT))

    def __init__(self, *args: Any, must: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = must


class IncomingForm(BaseForm):
    """A file that came, and its passphrase."""

    file = forms.FileField(label=gettext_lazy("Tệp vụ việc"), max_length=300, allow_empty_file=True)
    passphrase = forms.CharField(label=gettext_lazy("Mật khẩu của tệp"), max_length=200,
                                 widget=forms.TextInput({"autocomplete": "off"}),
                                 help_text=gettext_lazy("Bên chuyển đọc qua điện thoại."))
