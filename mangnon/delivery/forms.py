"""What a person may type about activities."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from mangnon.registry.forms import check_past
from mangnon.registry.views import villages
from mangnon.web.forms import RecordForm

from .models import Activity


class ActivityForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Activity
        fields = ["title", "kind", "held_on", "unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = villages()  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("toàn xã")  # type: ignore[attr-defined]

    def clean_held_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["held_on"], _("Ngày tổ chức"))
