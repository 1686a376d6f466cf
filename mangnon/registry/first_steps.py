"""What the registry asks of a new commune: its thôn, its schools and station, its children."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.core.hooks import FirstStep
from mangnon.places.models import Facility, FacilityKind, Unit

from .models import Child


def steps(user: Any) -> Iterable[FirstStep]:
    """Places first, children after them."""
    if not user.can(Permission.PLACES_WRITE):
        return
    today = clock.today()
    villages = Unit.objects.villages().standing_on(today).count()
    schools = Facility.objects.schools().open_on(today).count()
    stations = Facility.objects.open_on(today).filter(kind=FacilityKind.HEALTH_STATION).count()
    yield FirstStep(
        10, _("Soát các thôn, ghi trường học và trạm y tế"),
        _("Trẻ được đếm theo thôn; lớp học, tiêm chủng và các dòng 7, 19, 20, 21 cần có trường, trạm, điểm vui chơi."),
        bool(villages and schools and stations),
        _("%(v)s thôn, %(s)s trường, %(t)s trạm y tế") % {"v": villages, "s": schools, "t": stations},
        reverse("registry:places"), _("Mở địa bàn"))
    children = Child.objects.count()
    yield FirstStep(
        20, _("Đưa trẻ em vào sổ"),
        _("Trẻ mới sinh, mới đến và trẻ chưa có trong tệp nào: ghi từng em."),
        children > 0, _("%(n)s em trong sổ") % {"n": children}, reverse("registry:child-add"), _("Ghi một em"))
