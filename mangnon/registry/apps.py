from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "mangnon.registry"
    label = "registry"
    verbose_name = "Sổ trẻ em"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mangnon.core import hooks

        from . import first_steps, header, telling

        hooks.header.append(header.parts)
        hooks.nav.append(header.entries)
        hooks.first_steps.append(first_steps.steps)
        hooks.timeline.append(telling.timeline)
