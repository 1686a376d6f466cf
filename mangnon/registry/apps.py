from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mangnon.registry"
    label = "registry"
    verbose_name = "Sổ trẻ em"
    default_auto_field = "django.db.models.BigAutoField"
