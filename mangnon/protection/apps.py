from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "mangnon.protection"
    label = "protection"
    verbose_name = "Bảo vệ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks

        from . import telling

        hooks.timeline.append(telling.timeline)
        hooks.record_links.append(telling.links)
        hooks.panels.append(hooks.Panel("tro-giup", _("Trợ giúp"), "protection:panel", telling.may_read, 40))
