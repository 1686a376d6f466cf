from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "mangnon.publish"
    label = "publish"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"
