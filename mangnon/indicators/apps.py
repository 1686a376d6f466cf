from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "mangnon.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mangnon.core import hooks

        from . import following

        hooks.outbox_handlers.append(following.follow)
        hooks.daily.append(following.new_day)
