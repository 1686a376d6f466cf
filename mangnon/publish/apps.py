from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class PublishConfig(AppConfig):
    name = "mangnon.publish"
    label = "publish"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mangnon.core import hooks

        hooks.nav.append(_entries)
        hooks.start_pages.append((60, _start))


def _entries(request: Any) -> Iterable[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from .views import READERS

    user = request.user
    if user.is_authenticated and any(user.can(p) for p in READERS):
        yield {"order": 70, "label": _("Báo cáo"), "url": reverse("publish:reports")}


def _start(user: Any) -> str | None:
    """Who reads only what is published begins there."""
    from django.urls import reverse

    from mangnon.accounts.permissions import Permission

    return reverse("publish:reports") if user.can(Permission.PUBLISHED_READ) else None
