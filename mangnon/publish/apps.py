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


def _entries(request: Any) -> Iterable[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    user = request.user
    if user.is_authenticated and (user.can(Permission.REPORT_READ) or user.can(Permission.REPORT_WRITE)):
        yield {"order": 70, "label": _("Báo cáo"), "url": reverse("publish:reports")}
