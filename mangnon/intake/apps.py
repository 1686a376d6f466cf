from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "mangnon.intake"
    label = "intake"
    verbose_name = "Nhập"
    default_auto_field = "django.db.models.BigAutoField"
