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

        from . import closing, development_views, doses_of_child, following, population, task_views

        hooks.outbox_handlers.append(following.follow)
        hooks.outbox_handlers.append(closing.follow)
        hooks.daily.append(following.new_day)
        hooks.daily.append(closing.new_day)
        hooks.nav.append(_entries)
        hooks.panels.append(hooks.Panel("viec", _("Việc"), "indicators:tasks-panel", task_views.has_tasks, 5))
        hooks.after_writing.update({"viec": "indicators:mine", "sap-toi": "indicators:coming",
                                    "im-lang": "indicators:silence"})
        hooks.start_pages.append((50, _start))
        hooks.measure_url.append(_measure_url)
        hooks.row_words.update({"indicators.changes": _("số vừa đổi và các em làm số đổi"),
                                "indicators.coming": _("danh sách việc sắp tới"),
                                "indicators.silence": _("danh sách em lâu chưa có tin"),
                                "indicators.book": _("sổ hộ gia đình có trẻ em"),
                                "indicators.reviews-hoan-canh": _("danh sách hoàn cảnh đến kỳ rà soát"),
                                "indicators.reviews-ho-ngheo": _("danh sách hộ đến kỳ rà soát")})
        hooks.measures_of_child.append(doses_of_child.told)
        hooks.population.append(population.counts_in_use)
        hooks.row_words.update({
            "indicators.SilenceNote": _("ghi chú thôn lâu chưa có tin"),
            "indicators.OwnMeasure": _("chỉ tiêu của xã"),
            "indicators.OwnVersion": _("bản của một chỉ tiêu của xã")})
        hooks.panels.append(hooks.Panel("toan-dien", _("Phát triển toàn diện"), "indicators:development-panel",
                                        development_views.panel_for, 45))
        hooks.instruments.append(_instruments)
        hooks.village_pages.append(_books)


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


def _books(user: Any, unit: str) -> Iterable[tuple[Any, str]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if user.can(Permission.IDENTITY_WRITE):
        yield _("Sổ hộ để in"), reverse("indicators:book", args=[unit]) if unit else reverse("indicators:books")


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
