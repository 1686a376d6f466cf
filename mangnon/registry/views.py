"""Pages about children: the list with its search, one child's page, births, moves, deaths."""
from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.access import requires, signed_in
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock, hooks
from mangnon.core.names import fold
from mangnon.core.periods import completed_years, middle
from mangnon.places.models import Level, Unit, below
from mangnon.plan.models import Plan
from mangnon.web import formats, keeping
from mangnon.web.history import HALF, changes_of

from . import actions, lineage
from .child_forms import ChildForm, DeathForm, NewChildForm
from .child_records import rows_of
from .forms import MoveForm
from .kinds import KINDS
from .models import Child, Residence, Revision, Sex
from .scope import reaches
from .unnamed import found_unnamed

PER_PAGE = 60
OLDEST_AGE = 100
RECENT = 20
"""Entries of the timeline that are seen at once; the earlier ones open below."""


def villages() -> Any:
    """The villages of the plan's commune, in natural order."""
    plan = Plan.objects.select_related("unit").order_by("from_on").last()
    rows = Unit.objects.filter(level=Level.VILLAGE)
    if plan and plan.unit:
        rows = rows.filter(pk__in=below([plan.unit], clock.today()))
    return rows.standing_on(clock.today()).order_by("name")


def _writable(user: Any) -> Any:
    scope = user.scope(Permission.IDENTITY_WRITE)
    return villages() if scope.everything else villages().filter(pk__in=scope.unit_ids)


@requires(Permission.IDENTITY_READ)
def children(request: HttpRequest) -> HttpResponse:
    """Everyone this user may see, by given name; a search without marks finds marks."""
    today = clock.today()
    query, village, age, sex = (request.GET.get(k, "") for k in ("q", "thon", "tuoi", "gioi"))
    rows = Child.objects.visible_to(request.user)
    if query:
        named, without = found_by(rows, query), found_unnamed(rows, query)
        rows = rows.filter(Q(pk__in=named.values("pk")) | Q(pk__in=without)) if without else named
    else:
        rows = rows.resident_on(today).aged(today, 0, 15)
    if village:
        unit = get_object_or_404(villages(), pk=_uuid(village))
        rows = rows.filter(pk__in=Residence.objects.on(today).filter(unit__in=below([unit], today)).values("child"))
    wrong_age = bool(age) and not (age.isdigit() and int(age) < OLDEST_AGE)
    if age and not wrong_age:
        rows = rows.aged(today, int(age), int(age))
    if sex in Sex.values:
        rows = rows.filter(sex=sex)
    page = Paginator(rows.in_name_order(), PER_PAGE).get_page(request.GET.get("trang"))
    homes = {r.child_id: r.unit.name for r in Residence.objects.on(today).filter(
        child__in=[c.pk for c in page]).select_related("unit").order_by("from_on")}
    listed = [(c, completed_years(middle(c.born_on, c.born_precision), today), homes.get(c.pk, "")) for c in page]
    return render(request, "registry/children.html", {
        "page": page, "listed": listed, "where": _where(request.user),
        "query": query, "villages": villages(), "village": village, "age": age,
        "wrong_age": wrong_age, "sex": sex, "sexes": Sex.choices,
        "may_add": request.user.can(Permission.IDENTITY_WRITE)})


def _where(user: Any) -> str:
    """The thôn and schools whose children this person sees, "" for the whole commune."""
    if user.scope(Permission.IDENTITY_READ).everything:
        return ""
    return ", ".join(dict.fromkeys(str(a.unit or a.facility) for a in user.holding() if a.unit or a.facility))


def _uuid(text: str) -> uuid.UUID:
    """The id in an address; one that nothing has where it cannot be read."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def found_by(rows: Any, query: str) -> Any:
    """Search by words of the name, or by personal number; marks that were typed must agree."""
    digits = "".join(query.split())
    if digits.isdigit() and len(digits) >= 6:
        return rows.filter(personal_id__endswith=digits.lstrip("0"))
    found = rows.named_like(query)
    if fold(query) != " ".join(query.lower().split()):
        marked = found.filter(*[Q(full_name__icontains=word) | Q(full_name__icontains=word.capitalize())
                                for word in query.split()])
        return marked if marked.exists() else found
    return found


@requires(Permission.IDENTITY_READ)
def child(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One child: identity here, everything else from the rooms that know it."""
    seen = Child.objects.visible_to(request.user)
    found = seen.filter(pk=pk).first()
    if found is None:
        return redirect(get_object_or_404(seen, pk=lineage.survivor(pk)))
    today = clock.today()
    home = Residence.objects.on(today).filter(child=found).select_related("unit").order_by("from_on").last()
    chosen = request.GET.get("phan", "")
    panels = sorted((p for p in hooks.panels if p.allowed(request.user, found.pk)), key=lambda p: p.order)
    shown = next((p for p in panels if p.key == chosen), None)
    timeline = sorted((e for source in hooks.timeline for e in source(request.user, found.pk)),
                      key=lambda e: e.on, reverse=True)
    carers = _carers(found)
    if reaches(request.user, found.pk, Permission.SUPPORT_READ):
        # Supports stand on the timeline, and the carers may be part of a case.
        with transaction.atomic():
            audit.record(request.user, "read", "registry.Child", found.pk)
    links = [link for source in hooks.record_links for link in source(request.user, found.pk)]
    may_write = reaches(request.user, found.pk, Permission.IDENTITY_WRITE)
    links += [(kind.add_title, kind.add_url(found.pk)) for kind in KINDS
              if reaches(request.user, found.pk, *kind.write)]
    return render(request, "registry/child.html", {
        "child": found, "age": completed_years(middle(found.born_on, found.born_precision), found.died_on or today),
        "home": home, "panels": panels, "shown": shown, "timeline": timeline[:RECENT], "links": links,
        "earlier": timeline[RECENT:],
        "residences": found.residences.select_related("unit").order_by("-from_on"),
        "carers": carers, "registrations": found.registrations.order_by("-from_on"),
        "memberships": found.memberships.select_related("household").order_by("-from_on"),
        "has_mother": any(c.relation == "mother" for c in carers),
        "has_father": any(c.relation == "father" for c in carers),
        "siblings": _siblings(found, request.user),
        "may_write": may_write, "reads_sealed": request.user.can(Permission.SEALED_READ),
        "left_on": None if home or found.died_on else _left(found, today),
        "may_civil": reaches(request.user, found.pk, Permission.CIVIL_WRITE, Permission.IDENTITY_WRITE),
        "crumbs": [(_("Trẻ em"), reverse("registry:children")), (str(found), "")], "today": today})


def _left(found: Child, today: dt.date) -> dt.date | None:
    """The day on which the last home ended."""
    last = found.residences.filter(to_on__lte=today).order_by("to_on").last()
    return last.to_on if last else None


def _carers(found: Child) -> list[Any]:
    """Mother and father first; those who care stand with their days."""
    order = {"mother": 0, "father": 1}
    return sorted(found.carers.all(), key=lambda c: (order.get(c.relation, 2), c.from_on or found.born_on))


def _siblings(found: Child, user: Any) -> Any:
    households = found.memberships.values("household")
    return Child.objects.visible_to(user).filter(memberships__household__in=households).exclude(
        pk=found.pk).distinct().in_name_order()


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def add_child(request: HttpRequest) -> HttpResponse:
    """A birth, or a family that moved in."""
    form = NewChildForm(request.POST or None, units=_writable(request.user))

    def save(data: dict[str, Any]) -> Child:
        return actions.register(by=request.user, unit=data.pop("unit"), from_on=data.pop("from_on"), id=form.new_id,
                                **data)

    return keeping.write(request, form, title=_("Thêm trẻ mới sinh hoặc mới đến"), save=save,
                         back=reverse("registry:children"), said=_("Đã ghi trẻ mới."),
                         onward=lambda child: child.get_absolute_url())


def _change(request: HttpRequest, pk: uuid.UUID, form_class: Any, title: str, write: Any,
            to: tuple[Permission, ...] = (Permission.IDENTITY_WRITE, Permission.CIVIL_WRITE), said: Any = "",
            **more: Any) -> HttpResponse:
    found = get_object_or_404(Child.objects.visible_to(request.user, *to), pk=pk)
    form = form_class(request.POST or None, instance=found, **more)
    home = found.get_absolute_url()
    return keeping.write(request, form, title=title, back=home, lead=found, above=home, said=said,
                         # Who moved away is no longer hers to open.
                         onward=lambda made: home if _still_seen(request, pk) else reverse("registry:children"),
                         save=lambda data: write(Child.objects.get(pk=pk), data),
                         history=reverse("registry:child-history", args=[pk]),
                         remove=reverse("registry:child-remove", args=[pk])
                         if form_class is ChildForm and request.user.can(Permission.IDENTITY_WRITE) else "")


@requires(Permission.IDENTITY_WRITE, Permission.CIVIL_WRITE)
@require_http_methods(["GET", "POST"])
def edit_child(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _change(request, pk, ChildForm, _("Sửa thông tin"),
                   lambda row, data: actions.correct_identity(row, by=request.user, **data))


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def remove_child(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take out a child entered by mistake, with homes, carers, household and work; never one with other rows."""
    found = get_object_or_404(Child.objects.visible_to(request.user), pk=pk)
    along = [*(row for kind in KINDS for row in rows_of(kind, pk)), *found.tasks.all(),
             *found.arrivals.all()]
    return keeping.take_out(request, found, along=along, what=_("Trẻ: %(name)s") % {"name": found},
                            back=reverse("registry:children"), back_again=found.get_absolute_url())


@requires(Permission.IDENTITY_WRITE)
@require_http_methods(["GET", "POST"])
def move_child(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    def said(data: dict[str, Any]) -> str:
        day = {"day": formats.date(data["on"]), "unit": data["unit"]}
        words = (_("Đã ghi: em ở %(unit)s từ %(day)s.") if data["unit"] else
                 _("Đã ghi: em rời xã ngày %(day)s. Em không còn được đếm ở xã từ ngày ấy.")) % day
        return words if _still_seen(request, pk) else words + " " + _(
            "Em không còn ở nơi bạn phụ trách nên trang của em đã đóng với bạn. Ghi nhầm thì báo cán bộ trẻ em sửa "
            "lại.")

    # What she writes is about a child who lives in her place; where the child goes is any thôn of the commune.
    return _change(request, pk, MoveForm, _("Chuyển nơi ở"),
                   lambda row, data: actions.move(row, by=request.user, on=data["on"], unit=data["unit"]),
                   to=(Permission.IDENTITY_WRITE,), said=said, units=villages())


def _still_seen(request: HttpRequest, pk: uuid.UUID) -> bool:
    return bool(Child.objects.visible_to(request.user).filter(pk=pk).exists())


@requires(Permission.IDENTITY_WRITE, Permission.CIVIL_WRITE)
@require_http_methods(["GET", "POST"])
def note_death(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    def said(data: dict[str, Any]) -> str:
        return _("Đã ghi: em mất ngày %(day)s.") % {"day": formats.date(data["died_on"])} if data["died_on"] else _(
            "Đã bỏ ngày mất: em còn sống. Số cũ được giữ trong lịch sử.")

    return _change(request, pk, DeathForm, _("Ghi trẻ mất"),
                   lambda row, data: actions.note_death(row, by=request.user, **data), said=said)


@requires(Permission.IDENTITY_READ)
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What this child's rows held before, from every room that this person reads; whole numbers are asked for."""
    found = get_object_or_404(Child.objects.visible_to(request.user), pk=pk)
    hers = lineage.everyone(pk)
    rows = changes_of(Child, Revision.objects.filter(record_id__in=hers), hers)
    rows += [change for source in hooks.histories for change in source(request.user, pk)]
    whole = request.method == "POST" and any(change.whole for change in rows)
    if whole:
        with transaction.atomic():
            audit.record(request.user, "reveal", "registry.Child", found.pk, fields=sorted(HALF))
    return keeping.told(request, found, found.get_absolute_url(), rows, whole=whole)


@signed_in
def grids(request: HttpRequest) -> HttpResponse:
    """Every page on which this person records many rows at once."""
    found = sorted((grid for source in hooks.grids for grid in source(request.user)), key=lambda grid: grid[0])
    if not found:
        raise Http404
    return render(request, "registry/grids.html", {"grids": found})


@requires(Permission.IDENTITY_READ)
@require_POST
def reveal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the whole personal number; that is noted."""
    found = get_object_or_404(Child.objects.visible_to(request.user), pk=pk)
    with transaction.atomic():
        audit.record(request.user, "reveal", "registry.Child", found.pk, fields=["personal_id"])
    return render(request, "registry/reveal.html", {"child": found})


