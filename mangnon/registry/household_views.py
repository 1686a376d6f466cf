"""Pages about households: the list, one with its children and what it was when, and everything typed about them."""
from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock, hooks, records
from mangnon.core.names import fold
from mangnon.places.models import below
from mangnon.web import keeping

from .household_forms import HouseholdForm, HouseholdStatusForm
from .models import Child, Household, HouseholdMember, HouseholdStatus, Residence
from .views import villages

PER_PAGE = 60


def seen(user: Any, permission: Permission = Permission.IDENTITY_READ) -> Any:
    """Households of the person's own places; a teacher's are those of the children of her school."""
    rows, scope = Household.objects.select_related("unit"), user.scope(permission)
    if scope.everything:
        return rows
    return rows.filter(Q(unit__in=scope.unit_ids) | Q(pk__in=HouseholdMember.objects.filter(
        child__in=Child.objects.visible_to(user)).values("household"))) if permission == Permission.IDENTITY_READ else (
            rows.filter(unit__in=scope.unit_ids))


def may_write(user: Any) -> bool:
    return bool(user.can(Permission.IDENTITY_WRITE))


@requires(Permission.IDENTITY_READ)
def households(request: HttpRequest) -> HttpResponse:
    """Households by thôn and head, poor and near-poor ones to be picked."""
    today = clock.today()
    query, village, status = (request.GET.get(k, "") for k in ("q", "thon", "dien"))
    rows = seen(request.user).order_by("unit__name", "head_name", "pk").prefetch_related(
        Prefetch("statuses", HouseholdStatus.objects.on(today), to_attr="today"))
    unit = villages().filter(pk=_uuid(village)).first() if village else None
    if unit:
        rows = rows.filter(unit__in=below([unit], today))
    if status in ("poor", "near_poor"):
        rows = rows.filter(pk__in=HouseholdStatus.objects.on(today).filter(status=status).values("household"))
    if query:
        wanted = fold(query).split()
        keys = [pk for pk, head in rows.values_list("pk", "head_name") if all(w in fold(head) for w in wanted)]
        rows = rows.filter(pk__in=keys)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    return render(request, "registry/households.html", {
        "page": page, "query": query, "village": village, "status": status, "villages": villages(),
        "may_add": may_write(request.user), "pages": [page for source in hooks.village_pages for page in source(
            request.user, str(unit.pk) if unit and unit in seen_villages(request.user) else "")]})


def seen_villages(user: Any) -> Any:
    """The thôn whose households this person keeps."""
    scope = user.scope(Permission.IDENTITY_WRITE)
    return villages() if scope.everything else villages().filter(pk__in=scope.unit_ids)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


@requires(Permission.IDENTITY_READ)
def household(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One household: its children with their dates, and its status over the years."""
    found = get_object_or_404(seen(request.user), pk=pk)
    visible = Child.objects.visible_to(request.user)
    return render(request, "registry/household.html", {
        "household": found, "crumbs": [(_("Hộ gia đình"), reverse("registry:households")), (str(found), "")],
        "members": found.members.filter(child__in=visible).select_related("child").order_by("-from_on", "pk"),
        "statuses": found.statuses.order_by("-from_on", "pk"),
        "reviewed": found.reviews.order_by("-reviewed_on").first(),
        "may_write": seen(request.user, Permission.IDENTITY_WRITE).filter(pk=pk).exists()})


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    """A household made or corrected; made from a child's page, the child belongs to it from the first."""
    found = get_object_or_404(seen(request.user, Permission.IDENTITY_WRITE), pk=pk) if pk else None
    child = None if pk else Child.objects.visible_to(request.user).filter(
        pk=_uuid(request.GET.get("tre", ""))).first()
    form = HouseholdForm(request.POST or None, instance=found or _blank(child))
    store = keeping.store(form, Household, by=request.user)

    def save(data: dict[str, Any]) -> Any:
        with transaction.atomic():
            made = store(data)
            if child is not None:
                home = Residence.objects.filter(child=child).order_by("from_on").last()
                records.create(HouseholdMember, by=request.user, household=made, child=child,
                               from_on=home.from_on if home else child.born_on)
        return made

    page = reverse("registry:household", args=[pk]) if pk else ""
    return keeping.write(
        request, form, title=_("Hộ gia đình") if pk else _("Hộ gia đình mới"), save=save, lead=child or "",
        above=child.get_absolute_url() if child else "", back=page or reverse("registry:households"),
        onward=lambda made: reverse("registry:household", args=[made.pk]),
        remove=reverse("registry:household-remove", args=[pk]) if pk else "",
        history=reverse("registry:household-history", args=[pk]) if pk else "")


def _blank(child: Child | None) -> Household:
    home = child and Residence.objects.on(clock.today()).filter(child=child).order_by("from_on").last()
    if child is None:
        return Household()
    return Household(head_name=child.father_name or child.mother_name, unit=home.unit if home else None)


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(seen(request.user, Permission.IDENTITY_WRITE), pk=pk)
    return keeping.take_out(request, found, along=[*found.members.all(), *found.statuses.all(), *found.reviews.all()],
                            what=_("Hộ: %(name)s") % {"name": found}, back=reverse("registry:households"),
                            back_again=reverse("registry:household", args=[pk]))


@requires(Permission.IDENTITY_READ)
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What a household, its children's dates and its status held before."""
    found = get_object_or_404(seen(request.user), pk=pk)
    visible = Child.objects.visible_to(request.user)
    return keeping.tell(request, found, reverse("registry:household", args=[pk]), [
        (Household, [pk]), (HouseholdMember, found.members.filter(child__in=visible).values_list("pk", flat=True)),
        (HouseholdStatus, found.statuses.values_list("pk", flat=True))])


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, pk: uuid.UUID, row: uuid.UUID | None = None) -> HttpResponse:
    """A household becomes poor or near-poor from a day, or no longer is."""
    found = get_object_or_404(seen(request.user, Permission.IDENTITY_WRITE), pk=pk)
    standing = get_object_or_404(HouseholdStatus, pk=row, household=found) if row else None
    form = HouseholdStatusForm(request.POST or None, instance=standing or HouseholdStatus(household=found))
    page = reverse("registry:household", args=[pk])
    return keeping.write(
        request, form, title=_("Diện của hộ"), lead=found, above=page, back=page,
        save=keeping.store(form, HouseholdStatus, by=request.user, household=found),
        remove=reverse("registry:household-status-remove", args=[pk, row]) if row else "",
        history=reverse("registry:household-history", args=[pk]) if row else "")


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def remove_status(request: HttpRequest, pk: uuid.UUID, row: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(seen(request.user, Permission.IDENTITY_WRITE), pk=pk)
    standing = get_object_or_404(HouseholdStatus, pk=row, household=found)
    return keeping.take_out(request, standing, back=reverse("registry:household", args=[pk]),
                            what=f"{found}: {standing}")
