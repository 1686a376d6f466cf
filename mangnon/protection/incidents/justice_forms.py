"""What is typed of a child before the law."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core import clock
from mangnon.registry.forms import IntervalForm
from mangnon.web.forms import RecordForm

from .forms import KEPT
from .justice_models import JusticeDate, JusticeMatter
from .sealing import SealedForm

FARTHEST = dt.timedelta(days=730)


class JusticeForm(SealedForm, IntervalForm):
    class Meta(RecordForm.Meta):
        model = JusticeMatter
        fields = ["role", "from_on", "to_on", "agency", "number", "guardian", "lawyer", "legal_aid", "narrative"]
        help_texts = {"to_on": gettext_lazy("Để trống nếu còn."), "guardian": KEPT, "lawyer": KEPT, "narrative": KEPT}


class JusticeDateForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = JusticeDate
        fields = ["on", "at", "what", "place", "held"]
        help_texts = {"at": gettext_lazy("Như 8h30."), "held": gettext_lazy("Chưa tới ngày thì để “chưa rõ”.")}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("on")
        if day and day < self.instance.matter.from_on:
            self.add_error("on", _("Ngày này trước ngày bắt đầu của vụ. Hãy kiểm tra lại."))
        elif day and day > clock.today() + FARTHEST:
            self.add_error("on", _("Ngày này xa quá. Hãy kiểm tra lại năm."))
        elif day and day > clock.today() and data.get("held"):
            self.add_error("held", _("Ngày này còn ở phía trước. Hãy kiểm tra lại."))
        return data
