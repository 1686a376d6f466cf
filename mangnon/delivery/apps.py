from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "mangnon.delivery"
    label = "delivery"
    verbose_name = "Hoạt động"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks

        from .rolls import rolls_history

        hooks.nav.append(_entries)
        hooks.start_pages.append((40, _start))
        hooks.grids.append(_grids)
        hooks.instruments.append(_instruments)
        hooks.histories.append(rolls_history)
        hooks.row_words.update({"delivery.Activity": _("hoạt động"), "delivery.Attendance": _("tham gia hoạt động")})


def _entries(request: Any) -> Iterable[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if request.user.is_authenticated and request.user.can(Permission.ACTIVITIES_WRITE):
        yield {"order": 50, "label": _("Hoạt động"), "url": reverse("delivery:activities")}


def _start(user: Any) -> str | None:
    """A department or mass organisation, which has no child's file, begins with what it holds."""
    from django.urls import reverse

    from mangnon.accounts.permissions import Permission

    works = user.can(Permission.ACTIVITIES_WRITE) and not user.can(Permission.IDENTITY_READ)
    return reverse("delivery:activities") if works else None


def _grids(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if user.can(Permission.ACTIVITIES_WRITE):
        yield 50, _("Điểm danh hoạt động"), _("Chọn hoạt động, đánh dấu các em của từng thôn có dự."), reverse(
            "delivery:activities")


def _instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    """Where the lines of taking part are moved: on the roll of an activity, by who may record one."""
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if code in ("22", "23", "24") and user.can(Permission.ACTIVITIES_WRITE):
        yield _("Điểm danh hoạt động"), reverse("delivery:activities")
