from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "mangnon.delivery"
    label = "delivery"
    verbose_name = "Hoạt động"
    default_auto_field = "django.db.models.BigAutoField"
