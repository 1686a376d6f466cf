from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "mangnon.indicators"
    label = "indicators"
    verbose_name = "Chỉ tiêu"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from mangnon.core import hooks

        from . import development_views, following, population

        hooks.outbox_handlers.append(following.follow)
        hooks.daily.append(following.new_day)
        hooks.nav.append(_entries)
        hooks.start_pages.append((50, _start))
        hooks.measure_url.append(_measure_url)
        hooks.population.append(population.counts_in_use)
        hooks.panels.append(hooks.Panel("toan-dien", _("Phát triển toàn diện"), "indicators:development-panel",
                                        development_views.panel_for, 45))
        hooks.instruments.append(_instruments)


def _entries(request: Any) -> Iterable[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if request.user.is_authenticated and request.user.can(Permission.FIGURES_READ):
        if request.user.can(Permission.PLAN_WRITE):
            yield {"order": 65, "label": _("Cách hiểu"), "url": reverse("indicators:readings")}
        if request.user.can(Permission.LISTS_WITH_NAMES):
            yield {"order": 5, "label": _("Việc của tôi"), "url": reverse("indicators:mine")}
        yield {"order": 10, "label": _("Tổng quan"), "url": reverse("indicators:board")}


def _instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission
    from mangnon.core import clock

    from .development_views import LINE, READS
    from .sight import may_list

    if code == "1" and user.can(Permission.EXACT_FIGURES):
        yield _("Chấm thử xã phù hợp với trẻ em"), reverse("indicators:scorecard", args=[clock.today().year])
    if code == LINE and any(user.can(p) for p in READS) and may_list(user, code):
        yield _("Sáu lĩnh vực của từng trẻ"), reverse("indicators:development")


def _measure_url(code: str) -> str:
    from django.urls import reverse

    return reverse("indicators:measure", args=[code])


def _start(user: Any) -> str | None:
    from django.urls import reverse

    from mangnon.accounts.permissions import Permission

    if user.can(Permission.LISTS_WITH_NAMES) and not user.can(Permission.EXACT_FIGURES):
        # Who works in one thôn, school or office begins with the children to reach; who steers, with the 34 lines.
        return reverse("indicators:mine")
    return reverse("indicators:board") if user.can(Permission.FIGURES_READ) else None
