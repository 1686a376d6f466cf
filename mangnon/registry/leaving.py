"""What a child leaves behind when she dies or moves away: told once before it is written, where somebody is at it."""
from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mangnon.accounts.permissions import Permission
from mangnon.core import disclosure
from mangnon.web import formats

from .models import Child, ChildTask, Contact

LATELY = dt.timedelta(days=30)
"""A family met so lately is known to be here: a slip of the child is more likely than of the meeting."""


def at_work(child: Child, user: Any, today: dt.date) -> str:
    """Who is still at work with a child, in words this user may read; "" where nobody is and nobody met her lately.

    Work of the lines about harm is told to nobody by a question who may not read it on the child's page.
    """
    hidden = set() if user.can(Permission.SEALED_READ) else disclosure.NEEDS_PROTECTION_LIST
    tasks = ChildTask.objects.open().filter(child=child).exclude(measure__in=hidden).values_list("measure", flat=True)
    work = sum(1 for measure in tasks if user.may_list(measure))
    met = Contact.objects.filter(child=child, met_on__gt=today - LATELY, met_on__lte=today).order_by("met_on").last()
    told = []
    if work:
        told.append(ngettext("còn %(n)s việc đang mở với em", "còn %(n)s việc đang mở với em", work) % {"n": work})
    if met:
        told.append(_("gia đình vừa được gặp ngày %(day)s") % {"day": formats.date(met.met_on)})
    return ", ".join(told)
