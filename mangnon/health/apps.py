from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "mangnon.health"
    label = "health"
    verbose_name = "Sức khỏe"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks
        from mangnon.registry.child_records import histories_of

        from . import telling
        from .kinds import KINDS

        hooks.timeline.append(telling.timeline)
        hooks.grids.append(telling.grids)
        hooks.instruments.append(telling.instruments)
        hooks.record_links.append(telling.links)
        hooks.nav.append(telling.entries)
        hooks.panels.append(hooks.Panel("tang-truong", _("Tăng trưởng"), "health:growth-panel", telling.may_read, 10))
        hooks.panels.append(hooks.Panel("tiem-chung", _("Sức khỏe"), "health:doses-panel", telling.may_read, 20))
        hooks.panels.append(hooks.Panel("phat-trien", _("Phát triển"), "health:development-panel", telling.may_read,
                                        25))
        hooks.histories += [histories_of(KINDS), telling.ecdi_history]
        hooks.row_words.update({"health.Measurement": _("lần cân đo"), "health.Dose": _("mũi tiêm"),
                                "health.Assessment": _("đánh giá phát triển"),
                                "health.DoseDelay": _("lý do chưa tiêm"), "health.Counselling": _("tư vấn"),
                                "health.EcdiSheet": _("phiếu ECDI2030")})
