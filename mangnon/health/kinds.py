"""The rows of this room that belong to one child."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission as P
from mangnon.registry.child_records import RecordKind

from .care_forms import CounsellingForm, DelayForm
from .forms import AssessmentForm, DoseForm, MeasurementForm
from .models import Assessment, Counselling, Dose, DoseDelay, EcdiSheet, Instrument, Measurement


def stays_with_its_sheet(row: Any) -> None:
    """An ECDI2030 score made from answers goes with them, never alone. Raises ValidationError."""
    if row.instrument == Instrument.ECDI2030 and EcdiSheet.objects.filter(
            child=row.child, asked_on=row.assessed_on).exists():
        raise ValidationError(_g("Điểm ECDI2030 ngày này được tính từ phiếu hai mươi câu. Hãy mở phiếu ở phần “Phát "
                                 "triển” của em để gỡ."))


KINDS = (
    RecordKind("health", "can-do", Measurement, MeasurementForm, _("Lần cân đo"), _("Ghi cân đo"), (P.HEALTH_WRITE,),
               read=(P.HEALTH_READ,)),
    RecordKind("health", "mui-tiem", Dose, DoseForm, _("Mũi tiêm"), _("Ghi mũi tiêm"), (P.HEALTH_WRITE,),
               read=(P.HEALTH_READ,)),
    RecordKind("health", "danh-gia", Assessment, AssessmentForm, _("Đánh giá phát triển"),
               _("Ghi đánh giá phát triển"), (P.HEALTH_WRITE,),
               read=(P.HEALTH_READ,), removed=stays_with_its_sheet),
    RecordKind("health", "chua-tiem", DoseDelay, DelayForm, _("Lý do chưa tiêm"), _("Ghi lý do chưa tiêm"),
               (P.HEALTH_WRITE,), read=(P.HEALTH_READ,)),
    RecordKind("health", "tu-van", Counselling, CounsellingForm, _("Tư vấn"), _("Ghi tư vấn dinh dưỡng"),
               (P.HEALTH_WRITE,), read=(P.HEALTH_READ,)),
)
