"""What a person may type about activities."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from mangnon.places.models import Unit
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
        kept = Unit.objects.filter(pk=self.instance.unit_id) if self.standing and self.instance.unit_id else None
        self.fields["unit"].queryset = kept | villages() if kept else villages()  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = _("toàn xã")  # type: ignore[attr-defined]
        self.fields["title"].required = True

    def clean_held_on(self) -> dt.date | None:
        return check_past(self.cleaned_data["held_on"], _("Ngày tổ chức"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and Activity.objects.filter(
                kind=data["kind"], held_on=data["held_on"], title__iexact=data["title"], unit=data["unit"]).exclude(
                    pk=self.instance.pk).exists():
            self.ask("title", _("Ngày ấy đã có một hoạt động cùng tên. Có phải cùng một hoạt động không?"),
                     _("Không, đây là hoạt động khác"))
        return data
