"""Pages of one incident, for those who read what is sealed: its short form, who found out what, one union joined."""
from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.core import clock
from mangnon.registry.models import Child
from mangnon.web import formats, keeping
from mangnon.web.history import words_of

from ..models import Circumstance, DisasterLine, Incident, IncidentKind
from .actions import decide, join, write_form
from .forms import FORMS, CircumstanceDetailForm, DecisionForm, form_of
from .justice_models import JusticeMatter
from .models import CircumstanceDetail, IncidentDecision
from .rules import rules
from .sealing import opened, sealed_columns
from .unions import age_of, day_of, same_union, spouse_age, too_young

READ, WRITE = Permission.SEALED_READ, Permission.SEALED_WRITE


def incident_or_404(request: HttpRequest, pk: uuid.UUID, permission: Permission) -> Incident:
    """An incident of a child whom this person may see."""
    children = Child.objects.visible_to(request.user, permission)
    return get_object_or_404(Incident.objects.open_to(request.user).select_related("child").filter(
        child__in=children), pk=pk)


@noted("protection.incidents")
@requires(READ)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """All incidents of a kind and a year, and the matters before the law that go on."""
    today = clock.today()
    kind = request.GET.get("loai", "")
    kind = kind if kind in IncidentKind.values else ""
    text = request.GET.get("nam", "")
    year = int(text) if text.isdecimal() and 2000 <= int(text) <= today.year else today.year
    children = Child.objects.visible_to(request.user, READ)
    rows = Incident.objects.open_to(request.user).filter(
        child__in=children, detected_on__year=year).select_related("child")
    rows = (rows.filter(kind=kind) if kind else rows.exclude(kind=IncidentKind.DISASTER)).order_by("-detected_on", "pk")
    matters = JusticeMatter.objects.open_to(request.user).filter(
        child__in=children).select_related("child").order_by("-from_on", "pk")
    return render(request, "protection/incidents.html", {
        "rows": [(row, state_of(row), age_of(row.child, day_of(row))) for row in rows], "kind": kind, "year": year,
        "kinds": IncidentKind.choices, "years": range(today.year, 2020, -1), "wrong": rules().wrong,
        "matters": [(m, m.to_on is None or m.to_on > today) for m in matters]})


def state_of(row: Incident) -> tuple[str, str]:
    """A mark and a word for how an incident stands."""
    if row.confirmed is None:
        return "chuaro", _("chưa rõ")
    return ("cho", _("xác nhận có")) if row.confirmed else ("khong", _("không tính"))


@noted("protection.incident_form")
@requires(READ)
@require_safe
def incident(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One incident: what is counted, its short form, who found out what."""
    row = incident_or_404(request, pk, READ)
    day = day_of(row)
    detail = FORMS[row.kind][1]._default_manager.filter(incident=row).first() if row.kind in FORMS else None
    union = detail if row.kind == IncidentKind.CHILD_MARRIAGE else None
    return render(request, "protection/incident.html", {
        "it": row, "child": row.child, "age": age_of(row.child, day), "day": day, "state": state_of(row),
        "has_form": row.kind in FORMS, "pairs": pairs_of(detail) if detail else [], "detail": detail,
        "spouses": spouses_of(row, union) if row.kind == IncidentKind.CHILD_MARRIAGE else [],
        "twins": twins_of(row, union, request.user),
        "line": DisasterLine.objects.filter(incident=row).select_related("disaster").first(),
        "decisions": row.decisions.order_by("-seq"), "may_write": request.user.can(WRITE)})


def twins_of(row: Incident, union: Any, user: Any) -> list[Incident]:
    """Incidents that may be the same union, of those this person may see."""
    found = same_union(row, union.spouse) if union and row.confirmed is not False else []
    seen = set(Incident.objects.open_to(user).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    return [one for one in found if one.pk in seen]


def pairs_of(row: Any) -> list[tuple[str, str]]:
    """A short form's answers in words, an unknown one said to be so; what is sealed opened."""
    hidden = {"incident", "circumstance", "child", "spouse", "spouse_name", "spouse_sex", "spouse_born_on",
              "spouse_age"}
    found = []
    for field in row._meta.concrete_fields:
        if not field.editable or field.name in hidden or field.primary_key:
            continue
        words = opened(row, field.name) if field.name in sealed_columns(type(row)) else words_of(
            field, getattr(row, field.attname))
        if field.name in ("form", "sub_kind"):
            words = rules().said("abuse" if field.name == "form" else "sub_kind", words) if words else ""
        found.append((str(capfirst(field.verbose_name)), words or _("chưa rõ")))
    return found


def spouses_of(row: Incident, union: Any) -> list[dict[str, Any]]:
    """Both spouses with their ages on the day, and whether they were too young."""
    day = day_of(row)
    both: list[dict[str, Any]] = [
        {"child": child, "name": str(child), "sex": child.sex, "age": age_of(child, day)}
        for child in (row.child, union.spouse if union else None) if child is not None]
    if len(both) == 1:
        both.append({"child": None, "name": opened(union, "spouse_name") if union else "",
                     "sex": union.spouse_sex if union else "", "age": spouse_age(union, day) if union else None})
    said = {True: _("chưa đủ tuổi kết hôn"), False: _("đủ tuổi kết hôn"), None: _("chưa rõ")}
    return [one | {"young": said[too_young(one["sex"], one["age"], day)]} for one in both]


@noted("protection.incident_form")
@requires(WRITE)
@require_http_methods(["GET", "POST"])
def short_form(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The short form of one incident."""
    row = incident_or_404(request, pk, WRITE)
    form = form_of(row, request.POST or None)
    if form is None:
        raise Http404
    model = FORMS[row.kind][1]

    def save(data: dict[str, Any]) -> Any:
        standing = model._default_manager.get(pk=form.instance.pk) if form.standing else None
        return write_form(row, model, standing, by=request.user, new_id=form.new_id, **data)

    back = reverse("protection:incident", args=[pk])
    return keeping.write(request, form, title=f"{_('Mẫu ghi vụ việc')}: {row}", save=save, back=back, lead=row.child,
                         above=back, close=True)


@noted("protection.incident_form")
@requires(WRITE)
@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who found out what about an incident, and when."""
    row = incident_or_404(request, pk, WRITE)
    form = DecisionForm(request.POST or None, instance=IncidentDecision(incident=row))

    def save(data: dict[str, Any]) -> Any:
        return decide(row, by=request.user, new_id=form.new_id, **data)

    back = reverse("protection:incident", args=[pk])
    return keeping.write(request, form, title=_("Kết luận xác minh"), save=save, back=back, lead=row.child, above=back,
                         close=True)


@requires(WRITE)
@require_POST
def join_union(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Make two incidents one: they are the same union, typed from either side."""
    row = incident_or_404(request, pk, WRITE)
    union = getattr(row, "union", None)
    wanted = request.POST.get("vu", "")
    other = next((one for one in twins_of(row, union, request.user) if str(one.pk) == wanted), None)
    if other is None:
        raise Http404
    join(row, other, by=request.user)
    messages.success(request, _("Đã gộp: một cuộc tảo hôn, đếm một lần. Dòng kia ở trong lịch sử."))
    return redirect("protection:incident", pk)


@noted("protection.incident_form")
@requires(READ)
@require_safe
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What an incident, its form and its decisions held before."""
    row = incident_or_404(request, pk, READ)
    parts: list[Any] = [(Incident, [row.pk]), (IncidentDecision, row.decisions.values_list("pk", flat=True))]
    if row.kind in FORMS:
        model = FORMS[row.kind][1]
        parts.append((model, model._default_manager.filter(incident=row).values_list("pk", flat=True)))
    return keeping.tell(request, row, reverse("protection:incident", args=[pk]), parts)


@noted("protection.circumstance_detail")
@requires(WRITE)
@require_http_methods(["GET", "POST"])
def circumstance_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Sub-kind, proof and decision of one of a child's circumstances."""
    children = Child.objects.visible_to(request.user, WRITE)
    row = get_object_or_404(Circumstance.objects.open_to(request.user).select_related("child").filter(
        child__in=children), pk=pk)
    standing = CircumstanceDetail.objects.filter(circumstance=row).first()
    form = CircumstanceDetailForm(request.POST or None, instance=standing or CircumstanceDetail(circumstance=row))
    back = row.child.get_absolute_url()
    return keeping.write(
        request, form, title=_("Phân nhóm, giấy tờ, quyết định"), back=back, close=True, above=back,
        lead=f"{row.child}: {row}, {_('từ %(day)s') % {'day': formats.date(row.from_on)}}",
        save=keeping.store(form, CircumstanceDetail, by=request.user, circumstance=row),
        history=reverse("registry:child-history", args=[row.child_id]) if standing else "")
