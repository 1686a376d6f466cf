"""Activities, and who took part: a whole class or thôn ticked on one page."""
from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, records
from mangnon.registry.models import Child
from mangnon.web import keeping

from .forms import ActivityForm
from .models import Activity, Attendance
from .rolls import Roll


@requires(Permission.ACTIVITIES_WRITE)
def activities(request: HttpRequest) -> HttpResponse:
    """The year's activities with how many children took part."""
    year = request.GET.get("nam", str(clock.today().year))
    year = year if year.isdigit() and len(year) == 4 else str(clock.today().year)
    from django.db.models import Count

    rows = Activity.objects.open_to(request.user).filter(held_on__year=int(year)).annotate(children=Count("attendance"))
    return render(request, "delivery/activities.html", {
        "rows": rows.order_by("-held_on"), "year": int(year),
        "years": range(clock.today().year, 2020, -1)})


@requires(Permission.ACTIVITIES_WRITE)
@require_http_methods(["GET", "POST"])
def edit_activity(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.open_to(request.user), pk=pk) if pk else None
    form = ActivityForm(request.POST or None, instance=activity or Activity())
    return keeping.write(
        request, form, title=_("Sửa hoạt động") if pk else _("Ghi hoạt động mới"), back=reverse("delivery:activities"),
        save=keeping.store(form, Activity, by=request.user, recorded_by=request.user),
        onward=lambda made: reverse("delivery:attendance", args=[made.pk]),
        remove=reverse("delivery:activity-remove", args=[pk]) if pk else "",
        history=reverse("delivery:activity-history", args=[pk]) if pk else "")


@requires(Permission.ACTIVITIES_WRITE)
@require_http_methods(["GET", "POST"])
def remove_activity(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take out an activity that was not held, with its roll."""
    found = get_object_or_404(Activity.objects.open_to(request.user), pk=pk)
    return keeping.take_out(request, found, along=list(found.attendance.all()), back=reverse("delivery:activities"),
                            back_again=reverse("delivery:activity-edit", args=[pk]))


@requires(Permission.ACTIVITIES_WRITE)
def activity_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Activity.objects.open_to(request.user), pk=pk)
    return keeping.tell(request, found, reverse("delivery:activity-edit", args=[pk]), [(Activity, [pk])])


@requires(Permission.ACTIVITIES_WRITE)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tick who took part: the children of a thôn or a class, in name order."""
    activity = get_object_or_404(Activity.objects.open_to(request.user), pk=pk)
    roll = Roll(activity, request.GET.get("thon", ""), request.GET.get("lop", ""),
                request.GET.get("tu", ""))
    there = set(Attendance.objects.filter(activity=activity, child__in=roll.children).values_list("child", flat=True))
    if request.method == "POST":
        chosen = {child.pk for child in roll.children if f"co-{child.pk}" in request.POST}
        if "da-mo" in request.POST:
            # Only what this page showed as ticked is taken off: somebody else may have ticked meanwhile.
            there &= {child.pk for child in roll.children if f"truoc-{child.pk}" in request.POST} | chosen
        _store(activity, there, chosen, request)
        messages.success(request, _("Đã ghi %(n)s em của %(v)s.") % {"n": len(chosen), "v": roll.name})
        return redirect(request.get_full_path())
    return render(request, "delivery/attendance.html", {
        "activity": activity, "roll": roll, "there": there, "total": activity.attendance.count(),
        "names_only": not request.user.can(Permission.IDENTITY_READ)})


def _store(activity: Activity, there: set[uuid.UUID], chosen: set[uuid.UUID], request: HttpRequest) -> None:
    with transaction.atomic():
        for child in Child.objects.filter(pk__in=chosen - there):
            records.create(Attendance, by=request.user, activity=activity, child=child)
        for row in Attendance.objects.filter(activity=activity, child__in=there - chosen):
            records.remove(row, by=request.user, reason=_("bỏ đánh dấu trên bảng điểm danh"))
