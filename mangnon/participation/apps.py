from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "mangnon.participation"
    label = "participation"
    verbose_name = "Tham gia"
    default_auto_field = "django.db.models.BigAutoField"
