"""What this room records for many children at once: an immunisation day, a kindergarten's assessment."""
from __future__ import annotations

import uuid
from collections import Counter, defaultdict

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from mangnon.registry.many import ManyKind
from mangnon.web import formats

from .kinds import KINDS
from .models import Assessment, Dose

BY_SLUG = {kind.slug: kind for kind in KINDS}


def doses_so_far(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """BCG, PENTA ×2: what each child has had, so that the next dose is seen."""
    given: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    for child, vaccine in Dose.objects.filter(child__in=ids).order_by("given_on").values_list("child", "vaccine"):
        given[child][vaccine] += 1
    return {child: ", ".join(f"{v} ×{n}" if n > 1 else v for v, n in counts.items()) for child, counts in given.items()}


def last_assessment(ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = Assessment.objects.filter(child__in=ids).order_by("assessed_on")
    return {row.child_id: _g("%(what)s, %(day)s") % {
        "what": row.get_instrument_display(), "day": formats.date(row.assessed_on)} for row in rows}


MANY = (
    ManyKind(BY_SLUG["mui-tiem"], "tiem", _("Ngày tiêm chủng"),
             _("Một vắc xin, một ngày, nhiều em: chọn vắc xin và ngày, đánh dấu các em đã tiêm."),
             ("vaccine", "given_on"), ages=(0, 5), hints=doses_so_far),
    ManyKind(BY_SLUG["danh-gia"], "danh-gia", _("Đánh giá phát triển của nhiều em"),
             _("Các em có cùng bộ công cụ, cùng ngày, cùng điểm. Điểm khác nhau thì ghi từng nhóm."),
             ("assessed_on", "instrument"), ages=(2, 5), hints=last_assessment),
)
