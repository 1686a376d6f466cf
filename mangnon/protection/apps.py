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
        from .cases import kinship
        from .cases import telling as cases
        from .kinds import OPEN

        hooks.nav.append(cases.entries)
        hooks.waiting.append(cases.waiting)
        hooks.urgent.append(cases.waiting)
        hooks.trail_filters.append(cases.trail)
        hooks.account_parts.append(cases.account_parts)
        hooks.outbox_handlers.append(kinship.follow)
        hooks.timeline.append(telling.timeline)
        hooks.grids.append(telling.grids)
        hooks.instruments.append(telling.instruments)
        hooks.record_links.append(telling.links)
        hooks.panels.append(hooks.Panel("tro-giup", _("Trợ giúp"), "protection:panel", telling.may_read, 40))
        hooks.histories += [histories_of(OPEN), telling.sealed_history, telling.disaster_history]
        hooks.row_words.update({
            "protection.Circumstance": _("hoàn cảnh đặc biệt"),
            "protection.CircumstanceReview": _("lần rà soát hoàn cảnh"), "protection.Disability": _("khuyết tật"),
            "protection.Support": _("trợ giúp"), "protection.Service": _("dịch vụ"),
            "protection.Incident": _("vụ việc"), "protection.AtRisk": _("dấu hiệu nguy cơ"),
            "protection.Disaster": _("ngày thiên tai"), "protection.DisasterPlace": _("thôn bị thiên tai"),
            "protection.DisasterLine": _("dòng của một em ngày thiên tai"),
            "protection.InjuryDetail": _("nguyên nhân một vụ tai nạn"), "protection.Hazard": _("điểm nguy hiểm"),
            "protection.injury_causes": _("bảng nguyên nhân tai nạn"),
            "protection.disaster_sheet": _("trang một thôn ngày thiên tai"),
            "protection.Case": _("vụ việc"), "protection.Report": _("tin báo"),
            "protection.Step": _("bước của vụ việc"), "protection.Member": _("người được giao vụ việc"),
            "protection.Opening": _("lần mở lời kể"), "protection.Barred": _("người phải tránh"),
            "protection.Kin": _("người thân của một tài khoản"), "protection.Duty": _("ca trực ký"),
            "protection.CaseRow": _("dòng sổ của một vụ việc"),
            "protection.case": _("trang vụ việc"), "protection.cases": _("danh sách vụ việc"),
            "protection.case_step": _("phiếu của vụ việc"), "protection.case_people": _("người của vụ việc"),
            "protection.case_log": _("nhật ký vụ việc"), "protection.supervision": _("trang giám sát bảo vệ"),
            "protection.duty": _("trang ca trực ký"), "protection.kin": _("trang người nhà"),
            "protection.panel": _("phần trợ giúp của một trẻ"),
            "protection.timeline": _("dòng thời gian trợ giúp của một trẻ"),
            "protection.history": _("lịch sử hồ sơ giữ kín của một trẻ")})
