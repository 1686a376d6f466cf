from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "mangnon.plan"
    label = "plan"
    verbose_name = "Kế hoạch"
    default_auto_field = "django.db.models.BigAutoField"
