from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "mangnon.protection"
    label = "protection"
    verbose_name = "Bảo vệ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks
        from mangnon.registry.child_records import histories_of

        from . import telling
        from .care import telling as caring
        from .cases import kinship
        from .cases import telling as cases
        from .cases.cards import cards
        from .entitlements import telling as entitled
        from .hearing import talk as hearing
        from .incidents import telling as of_incidents
        from .incidents.actions import hold_all_to_bar
        from .kinds import OPEN
        from .referrals import page as referral_page
        from .referrals import telling as referrals
        from .transfers import views as transfers

        hooks.nav.append(cases.entries)
        hooks.waiting.append(cases.waiting)
        hooks.urgent.append(cases.waiting)
        hooks.waiting.append(hearing.waiting)
        hooks.urgent.append(hearing.waiting)
        hooks.header.append(hearing.door)
        cards.append(("protection/referrals/card.html", referral_page.card))
        cards.append(("protection/transfers/card.html", transfers.card))
        hooks.waiting.append(referrals.waiting)
        hooks.urgent.append(referrals.urgent)
        hooks.record_links.append(referrals.links)
        hooks.trail_filters.append(cases.trail)
        hooks.nav.append(telling.entries)
        hooks.waiting.append(_waiting)
        hooks.account_parts.append(cases.account_parts)
        hooks.outbox_handlers.append(kinship.follow)
        hooks.timeline.append(telling.timeline)
        hooks.grids.append(telling.grids)
        hooks.waiting.append(of_incidents.reminders)
        hooks.daily.append(hold_all_to_bar)
        hooks.row_words.update(of_incidents.row_words())
        hooks.instruments.append(telling.instruments)
        hooks.record_links.append(telling.links)
        hooks.panels.append(hooks.Panel("tro-giup", _("Trợ giúp"), "protection:panel", telling.may_read, 40))
        hooks.panels.append(hooks.Panel("quyen-loi", _("Quyền lợi"), "protection:entitlements-panel", entitled.may_read,
                                        42))
        hooks.grids += [entitled.pages, caring.pages]
        hooks.instruments += [entitled.instruments, caring.instruments]
        hooks.waiting += [entitled.waiting, caring.waiting]
        hooks.record_links.append(caring.links)
        hooks.histories += [histories_of(OPEN), telling.sealed_history, telling.disaster_history, entitled.history,
                            caring.history]
        hooks.row_words.update({
            "protection.Circumstance": _("hoàn cảnh đặc biệt"),
            "protection.CircumstanceReview": _("lần rà soát hoàn cảnh"), "protection.Disability": _("khuyết tật"),
            "protection.Support": _("trợ giúp"), "protection.Service": _("dịch vụ"),
            "protection.Incident": _("vụ việc"), "protection.AtRisk": _("dấu hiệu nguy cơ"),
            "protection.Disaster": _("ngày thiên tai"), "protection.DisasterPlace": _("thôn bị thiên tai"),
            "protection.DisasterLine": _("dòng của một em ngày thiên tai"),
            "protection.InjuryDetail": _("nguyên nhân một vụ tai nạn"), "protection.Hazard": _("điểm nguy hiểm"),
            "protection.HivPending": _("số trẻ chờ kết quả HIV"),
            "protection.injury_causes": _("bảng nguyên nhân tai nạn"),
            "protection.disaster_sheet": _("trang một thôn ngày thiên tai"),
            "protection.Claim": _("hồ sơ đề nghị hưởng chính sách"),
            "protection.ChildPaper": _("giấy tờ đã có của trẻ"),
            "protection.entitlements": _("quyền lợi của một trẻ"),
            "protection.family_sheet": _("tờ quyền lợi cho gia đình"),
            "protection.eligible": _("danh sách đủ điều kiện mà chưa nhận"),
            "protection.CareFamily": _("gia đình nhận chăm sóc thay thế"),
            "protection.FamilyConfirmation": _("lần hỏi lại gia đình nhận chăm sóc"),
            "protection.FamilyKin": _("họ hàng nhận chăm sóc"), "protection.Placement": _("chăm sóc thay thế"),
            "protection.CareVisit": _("lần thăm nơi chăm sóc thay thế"),
            "protection.RiskVisit": _("lần thăm em có nguy cơ"),
            "protection.RiskOutcome": _("kết quả theo dõi nguy cơ"), "protection.care": _("chăm sóc thay thế"),
            "protection.care_families": _("danh sách gia đình nhận chăm sóc"),
            "protection.care_facilities": _("danh sách trẻ ở cơ sở (Mẫu 14)"),
            "protection.child_care": _("nơi chăm sóc của một trẻ"),
            "protection.risks": _("danh sách trẻ có nguy cơ"),
            "protection.Case": _("vụ việc"), "protection.Report": _("tin báo"),
            "protection.Step": _("bước của vụ việc"), "protection.Member": _("người được giao vụ việc"),
            "protection.Opening": _("lần mở lời kể"), "protection.Barred": _("người phải tránh"),
            "protection.Message": _("lời nhắn với người báo tin"),
            "protection.Kin": _("người thân của một tài khoản"), "protection.Duty": _("ca trực ký"),
            "protection.CaseRow": _("dòng sổ của một vụ việc"),
            "protection.case": _("trang vụ việc"), "protection.cases": _("danh sách vụ việc"),
            "protection.case_step": _("phiếu của vụ việc"), "protection.case_people": _("người của vụ việc"),
            "protection.Provider": _("nơi cung cấp dịch vụ"), "protection.Offer": _("gói hỗ trợ của một nơi"),
            "protection.directory": _("danh bạ dịch vụ"),
            "protection.PackageGiven": _("gói hỗ trợ của một em"),
            "protection.PackageSession": _("buổi cho nhiều người"),
            "protection.packages_planned": _("danh sách gói hỗ trợ đã hẹn"),
            "protection.session_roll": _("bảng điểm danh một buổi"),
            "protection.case_log": _("nhật ký vụ việc"), "protection.supervision": _("trang giám sát bảo vệ"),
            "protection.duty": _("trang ca trực ký"), "protection.kin": _("trang người nhà"),
            "protection.Transfer": _("lần chuyển vụ việc đi"), "protection.Incoming": _("vụ việc chuyển đến"),
            "protection.transfer": _("trang chuyển vụ việc đi"), "protection.incoming": _("trang vụ việc chuyển đến"),
            "protection.incoming_list": _("danh sách vụ việc chuyển đến"),
            "protection.Referral": _("chuyển gửi dịch vụ"), "protection.ReferralStep": _("bước của một chuyển gửi"),
            "protection.referral": _("trang một chuyển gửi"), "protection.referrals": _("danh sách chuyển gửi"),
            "protection.referral_form": _("phiếu chuyển gửi"),
            "protection.panel": _("phần trợ giúp của một trẻ"),
            "protection.timeline": _("dòng thời gian trợ giúp của một trẻ"),
            "protection.history": _("lịch sử hồ sơ giữ kín của một trẻ")})


def _waiting(user: Any) -> Iterable[tuple[str, str]]:
    from .services.planned_views import waiting

    return waiting(user)
