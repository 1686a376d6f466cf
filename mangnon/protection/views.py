"""A child's circumstances, supports and incidents, each part only for those who may read it."""
from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child

from .care.telling import offers, outcomes_of
from .kinds import OPEN, SEALED
from .models import Circumstance, CircumstanceReview, Incident, JusticeMatter, Placement
from .scope import reads_sealed
from .services.panel import packages_of


@noted("protection.panel")
@requires(Permission.SUPPORT_READ, Permission.DISABILITY_READ)
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Supports, services, disabilities, open circumstances; the health station sees the disability only."""
    child = get_object_or_404(Child.objects.visible_to(
        request.user, Permission.SUPPORT_READ, Permission.DISABILITY_READ), pk=pk)
    whole, sealed = request.user.can(Permission.SUPPORT_READ), reads_sealed(request.user)
    return render(request, "protection/panel.html", {
        "child": child, "whole": whole,
        "disabilities": child.disabilities.order_by("-from_on"),
        "circumstances": Circumstance.objects.filter(child=child).open_to(request.user).select_related(
            "detail").order_by("-from_on")
        if whole else [],
        "reviews": CircumstanceReview.objects.filter(child=child).open_to(request.user).order_by("-reviewed_on")[:2]
        if whole else [],
        "supports": child.supports.order_by("-from_on") if whole else [],
        "services": child.services.order_by("-received_on")[:12] if whole else [],
        "packages": packages_of(child.packages, clock.today()) if whole else [],
        "risks": child.risks.order_by("-from_on") if whole else [],
        "incidents": Incident.objects.filter(child=child).open_to(request.user).order_by("-detected_on")
        if whole else [],
        "matters": JusticeMatter.objects.filter(child=child).open_to(request.user).order_by("-from_on")
        if whole and sealed else [],
        "placements": Placement.objects.filter(child=child).select_related("family", "facility").order_by("-decided_on")
        if whole else [], "outcomes": outcomes_of(child, request.user) if whole else {},
        "offers": offers(request.user, child) if whole else [],
        "may_write": request.user.can(Permission.SUPPORT_WRITE), "reads_sealed": sealed,
        "may_sealed": request.user.can(Permission.SEALED_WRITE), "open_kinds": OPEN, "sealed_kinds": SEALED})
