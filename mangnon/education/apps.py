from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "mangnon.education"
    label = "education"
    verbose_name = "Giáo dục"
    default_auto_field = "django.db.models.BigAutoField"
