from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "mangnon.health"
    label = "health"
    verbose_name = "Sức khỏe"
    default_auto_field = "django.db.models.BigAutoField"
