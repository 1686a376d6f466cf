"""What a person may type about a report or a case. Nearly everything may be left unknown; nothing is refused for it."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.models import User
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.clock import VIETNAM
from mangnon.places.models import Unit
from mangnon.registry.views import villages
from mangnon.web.fields import DateField, YesNoField
from mangnon.web.forms import BaseForm

from .models import Channel, Part
from .paper.forms import HourField

LONG = {"rows": 5, "autocomplete": "off"}


class MomentForm(BaseForm):
    """Says when something was done: empty is now; a day alone is its noon, never later than now."""

    day = DateField(label=gettext_lazy("Ngày"), required=False, help_text=gettext_lazy("Để trống là hôm nay."))
    hour = HourField(label=gettext_lazy("Giờ"), required=False, help_text=gettext_lazy("Để trống là bây giờ."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["at"] = self._moment(data.get("day"), data.get("hour"))
        return data

    def _moment(self, day: dt.date | None, hour: dt.time | None) -> dt.datetime | None:
        if day is None and hour is None:
            return None
        today = clock.now().astimezone(VIETNAM)
        if day is not None and day != today.date() and hour is None:
            hour = dt.time(12)
        moment = dt.datetime.combine(day or today.date(), hour, VIETNAM) if hour else today
        if moment > today:
            self.add_error("hour" if day is None or day == today.date() else "day",
                           _("Lúc này còn chưa tới. Hãy xem lại ngày và giờ."))
        return moment


class ReportForm(MomentForm):
    """A report in a minute: one box must do, and even that may be empty where danger is said."""

    danger = YesNoField(label=gettext_lazy("Trẻ có đang bị nguy hiểm không?"),
                        help_text=gettext_lazy("Nếu có: gọi 113 và 111 trước, ghi sau."))
    what = forms.CharField(label=gettext_lazy("Thấy gì, nghe gì?"), required=False, widget=forms.Textarea(LONG),
                           help_text=gettext_lazy("Ghi đúng lời người báo. Chưa chắc cũng cứ báo."))
    who = forms.CharField(label=gettext_lazy("Trẻ nào?"), required=False,
                          help_text=gettext_lazy("Tên, hoặc đặc điểm, khoảng mấy tuổi, nhà ai, học lớp nào."))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Ở thôn nào?"), required=False,
                                  empty_label=gettext_lazy("không biết"))
    where = forms.CharField(label=gettext_lazy("Ở chỗ nào?"), required=False)
    suspect = forms.CharField(label=gettext_lazy("Nghi ai gây ra?"), required=False,
                              help_text=gettext_lazy("Tên, số điện thoại, quan hệ với trẻ nếu biết. Được niêm phong."))
    reporter = forms.CharField(label=gettext_lazy("Ai báo?"), required=False, help_text=gettext_lazy(
        "Chỉ ghi khi người báo đồng ý. Để trống là không muốn nêu tên. Được niêm phong."))
    phone = forms.CharField(label=gettext_lazy("Gọi lại số nào?"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Tin đến bằng"), choices=Channel.choices)

    field_order = ["danger", "what", "who", "unit", "where", "suspect", "reporter", "phone", "channel", "day", "hour"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = villages()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not any(data.get(name) for name in ("danger", "what", "who", "where", "suspect", "unit")):
            self.add_error("what", _("Hãy ghi ít nhất một điều: thấy gì, trẻ nào, hoặc ở đâu."))
        return data


CHANNEL_OF = {"collaborator": Channel.COLLABORATOR, "village_head": Channel.COLLABORATOR, "teacher": Channel.SCHOOL,
              "health_worker": Channel.STATION, "police": Channel.POLICE, "child_officer": Channel.PHONE}
"""Where a report most likely comes from, by the role of who types it."""


class ReasonForm(MomentForm):
    """An act without a form of its own: when, and why where that must be said."""

    reason = forms.CharField(label=gettext_lazy("Lý do"), widget=forms.Textarea({**LONG, "rows": 3}),
                             help_text=gettext_lazy("Được niêm phong cùng vụ việc."))
    field_order = ["reason", "day", "hour"]

    def __init__(self, *args: Any, must: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = must


class StoryForm(BaseForm):
    """Why the sealed words are opened; kept beside the opening."""

    reason = forms.CharField(label=gettext_lazy("Lý do mở"), max_length=300)


class GlassForm(StoryForm):
    """Lets somebody in who is not assigned."""

    code = forms.CharField(label=gettext_lazy("Mã vụ việc"), max_length=16)
    field_order = ["code", "reason"]


class MemberForm(BaseForm):
    """Who is given a part in the case."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Người"))
    part = forms.ChoiceField(label=gettext_lazy("Làm gì"), choices=[
        (Part.HELPER, gettext_lazy("được giao, đọc vụ việc")), (Part.OWNER, gettext_lazy("phụ trách"))])

    def __init__(self, *args: Any, offered: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=[user.pk for user in offered]).order_by("display_name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("part") == Part.OWNER and data.get("user") and not data["user"].can(Permission.SEALED_WRITE):
            self.add_error("part", _("Chỉ cán bộ được ghi hồ sơ bảo vệ mới phụ trách được."))
        return data


class BarForm(BaseForm):
    """Who must not know of the case."""

    user = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Người phải tránh"))
    why = forms.CharField(label=gettext_lazy("Vì sao"), required=False,
                          help_text=gettext_lazy("Là người thân, người bị nghi, người có quyền lợi. Được niêm phong."))

    def __init__(self, *args: Any, offered: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            pk__in=[user.pk for user in offered]).order_by("display_name")
