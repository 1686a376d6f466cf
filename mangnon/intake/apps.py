from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "mangnon.intake"
    label = "intake"
    verbose_name = "Nhập"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mangnon.core import hooks

        hooks.grids.append(_grids)
        hooks.nav.append(_entries)
        hooks.waiting.append(_waiting)
        hooks.first_steps.append(_steps)
        from .gateway import by_http
        from .long_lists import KINDS
        from .mending.actions import keep_day
        from .trail_parts import PARTS

        hooks.daily.append(keep_day)
        hooks.part_words.update(PARTS)
        hooks.row_words.update(_nouns())

        hooks.jobs.update(KINDS | by_http.KINDS)


def _nouns() -> dict[str, Any]:
    """What the trail calls this room's rows and pages."""
    from django.utils.translation import gettext_lazy as _

    return {
        "intake.ListImport": _("lần nhập danh sách"), "intake.ListRow": _("dòng cần xem"),
        "intake.Understanding": _("cách hiểu các cột"), "intake.quality": _("trang chất lượng sổ"),
        "intake.RuleVerdict": _("chỗ lạ đã xem"), "intake.CorrectionRequest": _("đề nghị hỏi lại"),
        "intake.duplicates": _("trang hồ sơ trùng"), "intake.PairDecision": _("hai hồ sơ giống nhau"),
        "intake.reconciling": _("trang đối chiếu các danh sách"), "intake.Finding": _("chỗ các danh sách khác nhau"),
        "intake.FindingVerdict": _("chỗ khác nhau đã xem"),
        "intake.CorrectionLetter": _("công văn đề nghị rà soát danh sách"),
        "intake.Inquiry": _("yêu cầu đối chiếu dân cư"), "intake.Resurvey": _("đợt phúc tra"),
        "intake.ResurveyRow": _("phiếu phúc tra")}


def _entries(request: Any) -> Iterable[dict[str, Any]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    address = reverse("intake:lists")
    if request.user.is_authenticated and request.user.can(Permission.IMPORT_LISTS):
        yield {"order": 33, "label": _("Nhập danh sách"), "url": address,
               "under": address.removesuffix("danh-sach/")}
        return
    if request.user.is_authenticated and request.user.can(Permission.REPORT_SIGN):
        yield {"order": 33, "label": _("Chất lượng sổ"), "url": reverse("intake:quality")}
    if request.user.is_authenticated and _is_asked(request.user):
        n = _open_for(request.user)
        yield {"order": 12, "label": _("Cần hỏi lại (%(n)s)") % {"n": n} if n else _("Cần hỏi lại"),
               "url": reverse("intake:asked")}


def _is_asked(user: Any) -> bool:
    from mangnon.accounts.permissions import Permission

    return bool(user.can(Permission.IDENTITY_WRITE) or user.can(Permission.EDUCATION_WRITE))


def _open_for(user: Any) -> int:
    """Every page has the menu: whether a question was mended meanwhile is told where it is answered."""
    from .mending.hearing import open_to
    from .mending.models import Answer, CorrectionRequest

    # Most days nothing is asked, and then nobody needs to know whose children these are.
    if not CorrectionRequest.objects.filter(answer__in=("", Answer.ABSENT)).exists():
        return 0
    return sum(one.is_open for one in open_to(user))


def _waiting_for(user: Any) -> int:
    from mangnon.core import clock

    from .mending.hearing import waiting_for

    return waiting_for(user, clock.today())


def _waiting(user: Any) -> Iterable[tuple[str, str]]:
    """What the officer asked whoever works in a thôn or a school to find out."""
    from django.urls import reverse
    from django.utils.translation import ngettext

    from mangnon.accounts.permissions import Permission

    if _is_asked(user) and not user.can(Permission.IMPORT_LISTS) and (n := _waiting_for(user)):
        yield ngettext("%(n)s chỗ trong sổ cần bạn hỏi lại", "%(n)s chỗ trong sổ cần bạn hỏi lại", n) % {
            "n": n}, reverse("intake:asked")


def _grids(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission

    if user.can(Permission.IMPORT_FOLDER):
        yield (90, _("Nhập cả sổ từ tệp"),
               _("Thư mục tệp CSV của sổ, như phần mềm này xuất ra hoặc nơi khác gửi đến."), reverse("intake:folder"))


def _steps(user: Any) -> Iterable[Any]:
    """A register that exists already comes in at once."""
    from django.urls import reverse
    from django.utils.translation import gettext as _

    from mangnon.accounts.permissions import Permission
    from mangnon.core.hooks import FirstStep
    from mangnon.registry.models import Child

    if user.can(Permission.IMPORT_FOLDER):
        children = Child.objects.count()
        yield FirstStep(15, _("Có sẵn sổ dạng tệp thì nhập cả sổ"),
                        _("Chọn các tệp CSV của sổ, hoặc một tệp .zip; dòng sai được chỉ rõ, dòng đúng vào sổ. "
                          "Chưa có sổ dạng tệp thì bỏ qua bước này."),
                        children > 0, _("%(n)s em trong sổ") % {"n": children}, reverse("intake:folder"),
                        _("Nhập cả sổ"))
