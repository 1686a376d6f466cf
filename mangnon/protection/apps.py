from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "mangnon.protection"
    label = "protection"
    verbose_name = "Bảo vệ"
    default_auto_field = "django.db.models.BigAutoField"
