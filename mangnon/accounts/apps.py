from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "mangnon.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mangnon.core import hooks

        from . import first_steps, header, tidying, trail  # noqa: F401 - trail connects the sign-in signals

        hooks.header.append(header.parts)
        hooks.nav.append(header.entries)
        hooks.start_pages.append((1, header.begin))
        hooks.start_pages.append((90, header.start))
        hooks.first_steps.append(first_steps.own_steps)
        hooks.daily.append(tidying.tidy)
