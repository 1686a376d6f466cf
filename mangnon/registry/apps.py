from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mangnon.registry"
    label = "registry"
    verbose_name = "Sổ trẻ em"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks

        from . import first_steps, header, telling
        from .child_records import histories_of
        from .kinds import KINDS

        hooks.header.append(header.parts)
        hooks.nav.append(header.entries)
        hooks.grids.append(header.grids)
        hooks.instruments.append(header.instruments)
        hooks.waiting.append(_waiting)
        hooks.first_steps.append(first_steps.steps)
        hooks.timeline.append(telling.timeline)
        hooks.histories.append(histories_of(KINDS))
        hooks.row_words.update({
            "places.Unit": _("đơn vị"), "places.Succession": _("sáp nhập"), "places.Facility": _("cơ sở"),
            "places.FacilityCheck": _("kiểm tra cơ sở"), "places.Shape": _("hình trên bản đồ"),
            "places.TilePlace": _("chỗ trên bản đồ ô"), "registry.Child": _("nhận dạng của trẻ"),
            "registry.Residence": _("nơi ở"), "registry.Household": _("hộ"),
            "registry.HouseholdMember": _("trẻ trong hộ"), "registry.HouseholdStatus": _("diện của hộ"),
            "registry.Carer": _("người chăm sóc"), "registry.Registration": _("đăng ký cư trú"),
            "registry.Merge": _("lần gộp hồ sơ"), "registry.Attachment": _("trẻ của một trường"),
            "registry.ChildTask": _("việc với trẻ"), "registry.InsuranceCard": _("thẻ bảo hiểm y tế"),
            "registry.MonthlyReport": _("phiếu biến động tháng"),
            "registry.Contact": _("lần gặp gia đình"), "registry.WorkSheet": _("phiếu việc của thôn"),
            "registry.HouseholdReview": _("lần rà soát diện của hộ"),
            "registry.MissedVisit": _("lần đến chưa gặp gia đình"),
            "registry.Arrival": _("tin em mới chuyển đến"),
            "registry.WorkStep": _("lịch làm việc với trẻ")})


def _waiting(user: Any) -> Iterable[tuple[str, str]]:
    from . import arrivals, monthly_views

    yield from arrivals.waiting(user)
    yield from monthly_views.waiting(user)
