"""What a person may type about doses not given and about counselling."""
from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.web.forms import RecordForm

from .calendars import calendars
from .forms import InLife
from .models import Counselling, DoseDelay


class DelayForm(InLife):
    day = "noted_on"

    class Meta(RecordForm.Meta):
        model = DoseDelay
        fields = ["noted_on", "vaccine", "why", "until"]
        labels = {"vaccine": gettext_lazy("Vắc xin chưa tiêm")}
        help_texts = {"vaccine": gettext_lazy("Để trống nếu lý do là của mọi mũi đang đến hạn.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        noted, until = data.get("noted_on"), data.get("until")
        if noted and until and until < noted:
            self.add_error("until", _("Ngày hẹn lại trước ngày ghi lý do. Hãy kiểm tra lại hai ngày."))
        return data


class CounsellingForm(InLife):
    day = "held_on"
    topic = forms.ChoiceField(label=gettext_lazy("Chủ đề tư vấn"))

    class Meta(RecordForm.Meta):
        model = Counselling
        fields = ["held_on", "topic", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"note": gettext_lazy("Vài chữ đủ để lần sau hỏi tiếp. Không ghi chuyện riêng của gia đình.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = dict(calendars().care.topics)
        kept = self.instance.topic
        # A topic that the list no longer has stays what it was.
        choices = [*topics.items(), *([(kept, kept)] if kept and kept not in topics else [])]
        field: Any = self.fields["topic"]
        field.choices = [("", _("chọn ở đây")), *choices]


def topic_word(code: str) -> str:
    """A topic by its code; the code where the list of today has it no longer."""
    return dict(calendars().care.topics).get(code, code)
