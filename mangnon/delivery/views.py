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
from mangnon.core.periods import years_back
from mangnon.registry.models import Child, Residence
from mangnon.registry.views import villages

from .forms import ActivityForm
from .models import Activity, Attendance


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
    form = ActivityForm(request.POST or None, instance=activity)
    if request.method == "POST" and form.is_valid():
        if activity:
            records.correct(Activity.objects.get(pk=activity.pk), by=request.user, **form.cleaned_data)
        else:
            activity = records.create(Activity, by=request.user, recorded_by=request.user, **form.cleaned_data)
        return redirect("delivery:attendance", activity.pk)
    return render(request, "registry/form.html", {
        "form": form, "title": _("Sửa hoạt động") if pk else _("Ghi hoạt động mới"),
        "cancel": reverse("delivery:activities")}, status=422 if form.errors else 200)


@requires(Permission.ACTIVITIES_WRITE)
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Tick who took part: the children of a thôn, in name order."""
    activity = get_object_or_404(Activity.objects.open_to(request.user), pk=pk)
    village = villages().filter(pk=_uuid(request.GET.get("thon", ""))).first() or villages().first()
    homes = Residence.objects.on(activity.held_on).filter(unit=village).values("child")
    children = list(Child.objects.filter(pk__in=homes, born_on__gt=years_back(activity.held_on, 16)).in_name_order())
    there = set(Attendance.objects.filter(activity=activity, child__in=children).values_list("child", flat=True))
    if request.method == "POST":
        chosen = {child.pk for child in children if f"co-{child.pk}" in request.POST}
        _store(activity, there, chosen, request)
        messages.success(request, _("Đã ghi %(n)s em của %(v)s.") % {"n": len(chosen), "v": village})
        return redirect(request.get_full_path())
    return render(request, "delivery/attendance.html", {
        "activity": activity, "children": children, "there": there, "village": village, "villages": villages(),
        "total": activity.attendance.count(), "names_only": not request.user.can(Permission.IDENTITY_READ)})


def _uuid(text: str) -> uuid.UUID:
    """The id in an address; one that nothing has where it cannot be read."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def _store(activity: Activity, there: set[uuid.UUID], chosen: set[uuid.UUID], request: HttpRequest) -> None:
    with transaction.atomic():
        for child in Child.objects.filter(pk__in=chosen - there):
            records.create(Attendance, by=request.user, activity=activity, child=child)
        for row in Attendance.objects.filter(activity=activity, child__in=there - chosen):
            records.remove(row, by=request.user, reason=_("bỏ đánh dấu trên bảng điểm danh"))
