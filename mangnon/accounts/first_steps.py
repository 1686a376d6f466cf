"""What a new commune must have before its figures mean anything: a list that rooms fill and that ends by itself."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.core import hooks
from mangnon.core.hooks import FirstStep
from mangnon.core.models import Owner

from . import recovery
from .models import User
from .permissions import Permission


def steps_for(user: Any) -> list[FirstStep]:
    """Every step this person may do, in order; done ones too."""
    return sorted((step for source in hooks.first_steps for step in source(user)), key=lambda step: step.order)


def waiting(user: Any) -> bool:
    """Whether the list still stands in this person's way: not in the demonstration, not put away, not all done."""
    if user.first_steps_away or not (user.can(Permission.PLACES_WRITE) or user.can(Permission.USERS_MANAGE)):
        return False
    return not Owner.current().demo and any(not step.done for step in steps_for(user))


def own_steps(user: Any) -> Iterable[FirstStep]:
    """What this room asks for: somebody to work with."""
    if user.can(Permission.USERS_MANAGE) or user.can(Permission.SEALED_WRITE):
        last = recovery.printed()
        yield FirstStep(
            40, _("In bản khóa dự phòng"),
            _("Lời kể của trẻ được niêm phong bằng khóa nằm ngoài cơ sở dữ liệu. In hai tờ, cho vào phong bì dán kín, "
              "cất trong két: mất tệp khóa thì gõ lại được."),
            last is not None, _("đã in") if last else _("chưa in"), reverse("accounts:recovery"), _("In bản khóa"))
    if user.can(Permission.USERS_MANAGE):
        others = User.objects.filter(is_active=True, assignments__isnull=False).exclude(pk=user.pk).distinct().count()
        yield FirstStep(
            30, _("Mở tài khoản cho người cùng làm"),
            _("Chủ tịch, cộng tác viên, giáo viên, trạm y tế: mỗi người một tài khoản, chỉ thấy phần việc của mình. "
              "Giao vai trò xong, in liên kết đặt mật khẩu và trao tận tay."),
            others > 0, _("%(n)s người khác đã có vai trò") % {"n": others} if others else _("mới có một mình bạn"),
            reverse("accounts:user-add"), _("Mở tài khoản"))
