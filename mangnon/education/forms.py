"""What a person may type about going to school."""
from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.accounts.permissions import Permission
from mangnon.places.models import Facility
from mangnon.registry.forms import check_past
from mangnon.web.forms import RecordForm

from .models import Enrolment


class EnrolmentForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Enrolment
        fields = ["facility", "school_year", "grade", "class_name", "entered_on", "left_on", "outcome"]
        help_texts = {"facility": gettext_lazy("Để trống nếu học ở trường ngoài xã."),
                      "school_year": gettext_lazy("Ví dụ 2026-2027.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].queryset = Facility.objects.schools().order_by("name")  # type: ignore[attr-defined]

    def narrow(self, user: Any) -> None:
        """A teacher writes rows of her own school only."""
        scope = user.scope(Permission.EDUCATION_WRITE)
        if not scope.everything:
            box: Any = self.fields["facility"]
            box.queryset, box.required = box.queryset.filter(pk__in=scope.facility_ids), True

    def clean_school_year(self) -> str:
        text = str(self.cleaned_data["school_year"]).replace(" ", "")
        found = re.fullmatch(r"(\d{4})-(\d{4})", text)
        if not found or int(found[2]) != int(found[1]) + 1:
            raise ValidationError(_("Năm học viết bằng hai năm liền nhau, ví dụ 2026-2027."))
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        entered, left = data.get("entered_on"), data.get("left_on")
        if entered and left and left < entered:
            self.add_error("left_on", _("Ngày thôi học lại trước ngày vào học."))
        if left:
            try:
                check_past(left, _("Ngày thôi học"))
            except ValidationError as error:
                self.add_error("left_on", error)
        return data
