"""What entitlements tell elsewhere: late answers on the start page, changes in a child's history."""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry import lineage
from mangnon.registry.models import Child
from mangnon.registry.scope import reaches
from mangnon.web.history import Change, changes_of

from ..models import ChildPaper, Claim, Revision
from ..scope import reads_sealed, unseen_since


def may_read(user: Any, child: uuid.UUID) -> bool:
    return reaches(user, child, Permission.SUPPORT_READ)


def waiting(user: Any) -> Iterable[tuple[str, str]]:
    """Requests whose answer is late."""
    if not user.can(Permission.SUPPORT_READ):
        return
    late = Claim.objects.open_to(user).filter(
        answer="", due_on__lt=clock.today(), child__in=Child.objects.visible_to(user, Permission.SUPPORT_READ)).count()
    if late:
        yield ngettext("%(n)s hồ sơ đề nghị quá hạn trả lời", "%(n)s hồ sơ đề nghị quá hạn trả lời", late) % {
            "n": late}, reverse("protection:eligible") + "?trang-thai=waiting"


def history(user: Any, child: uuid.UUID) -> Iterable[Change]:
    """What requests and papers held before; of those that tell a sealed group only to whoever reads it.

    Rows that were taken out say no longer whether they were sealed here, so that only who reads all sees those.
    """
    if not reaches(user, child, Permission.SUPPORT_READ):
        return
    hers = Revision.objects.filter(child_id__in=lineage.everyone(child))
    whole = reads_sealed(user) and child not in unseen_since(user)
    for model in (Claim, ChildPaper):
        keys = list(model.objects.open_to(user).filter(child=child).values_list("pk", flat=True))
        yield from changes_of(model, hers if whole else hers.filter(record_id__in=keys), keys)


def instruments(user: Any, code: str) -> Iterable[tuple[Any, str]]:
    """Who is to be helped and is not: for the lines about special circumstances."""
    if code in ("8a", "8b") and user.can(Permission.SUPPORT_READ):
        yield _("Đủ điều kiện mà chưa nhận"), reverse("protection:eligible")


def pages(user: Any) -> Iterable[tuple[int, Any, Any, str]]:
    """The list of who is entitled and does not receive, beside the pages that record many at once."""
    if user.can(Permission.SUPPORT_WRITE):
        yield (70, _("Đủ điều kiện mà chưa nhận"),
               _("Mỗi em được hưởng gì, vì sao, còn thiếu giấy tờ nào; em nào đủ điều kiện mà chưa nhận, theo thôn."),
               reverse("protection:eligible"))
