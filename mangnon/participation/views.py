"""What a child took part in."""
from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.delivery.models import Attendance
from mangnon.registry.models import Child


@requires(Permission.IDENTITY_READ)
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The activities a child took part in."""
    child = get_object_or_404(Child.objects.visible_to(request.user), pk=pk)
    rows = Attendance.objects.filter(child=child).select_related("activity").order_by("-activity__held_on")
    return render(request, "participation/panel.html", {"child": child, "rows": rows})
