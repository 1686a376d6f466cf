"""Pages of education: a child's school years, and a class's outcomes at once."""
from __future__ import annotations

import datetime as dt
import re
import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.accounts.permissions import Permission
from mangnon.core import audit, clock
from mangnon.places.models import Facility
from mangnon.registry.models import Child
from mangnon.registry.scope import reaches

from .actions import school_year_ends
from .kinds import own_rows
from .models import Enrolment, Outcome, Revision, grade_word
from .outcomes import LEFT, OutcomeGrid


@requires(Permission.EDUCATION_READ)
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A child's school years."""
    child = get_object_or_404(Child.objects.visible_to(request.user, Permission.EDUCATION_READ), pk=pk)
    may_write, own = reaches(request.user, pk, Permission.EDUCATION_WRITE), own_rows(request.user)
    rows = child.enrolments.select_related("facility").order_by("-school_year", "-entered_on")
    return render(request, "education/panel.html", {
        "child": child, "rows": [(row, may_write and own(row)) for row in rows], "may_write": may_write})


MENDED = dt.timedelta(days=14)
"""How long whoever wrote that a pupil left may take it back on the class's page."""


MENDED = dt.timedelta(days=14)
"""How long whoever wrote that a pupil left may take it back on the class's page."""


@requires(Permission.EDUCATION_WRITE)
@require_http_methods(["GET", "POST"])
def class_outcomes(request: HttpRequest) -> HttpResponse:
    """A whole class's outcomes on one grid."""
    today = clock.today()
    scope = request.user.scope(Permission.EDUCATION_WRITE)
    schools = Facility.objects.schools().order_by("name")
    schools = schools if scope.everything else schools.filter(pk__in=scope.facility_ids)
    first = today.year if today.month >= 9 else today.year - 1
    year = request.GET.get("nam-hoc", f"{first}-{first + 1}")
    school = schools.filter(pk=_uuid(request.GET.get("truong", ""))).first() or schools.first()
    if school is None:
        raise Http404
    mine = Child.objects.visible_to(request.user, Permission.EDUCATION_WRITE)
    hers = Q(child__in=mine)
    if year_runs(year, today):
        # A slip is mended by whoever made it, and soon: where a child went is not for her old school to follow.
        own = Revision.objects.filter(actor=audit.actor_of(request.user)[0], at__gte=clock.now() - MENDED)
        hers |= Q(pk__in=own.values("record_id"), left_on__isnull=False, outcome__in=LEFT)
    rows = Enrolment.objects.filter(hers, facility=school, school_year=year).select_related("child")
    grades = sorted({(r.grade, r.class_name) for r in rows})
    chosen = request.GET.get("lop", f"{grades[0][0]}|{grades[0][1]}" if grades else "")
    shown = [r for r in rows.order_by("child__name_sort") if f"{r.grade}|{r.class_name}" == chosen]
    grid = OutcomeGrid(shown, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        count = grid.write(by=request.user)
        if grid.left_now:
            messages.info(request, _("%(names)s đã rời lớp; cán bộ trẻ em sẽ theo dõi tiếp. Ghi nhầm thì sửa ở mục “Đã "
                                     "rời lớp” cuối bảng.") % {"names": ", ".join(grid.left_now)})
        if not grid.wrong and not grid.early:
            messages.success(request, _("Đã ghi kết quả của %(n)s em.") % {"n": count})
            return redirect(request.get_full_path())
        messages.warning(request, _("Đã ghi %(n)s dòng, còn %(m)s dòng cần xem.") % {
            "n": count, "m": grid.wrong + grid.early})
    return render(request, "education/class_outcomes.html", {
        "schools": schools, "school": school, "year": year,
        "grades": [(grade_word(g), c, f"{g}|{c}") for g, c in grades],
        "chosen": chosen, "grid": grid, "outcomes": Outcome.choices,
        "years": [f"{y}-{y + 1}" for y in range(first, first - 6, -1)]},
        status=422 if grid.wrong or grid.early else 200)


def year_runs(school_year: str, today: dt.date) -> bool:
    """Whether a school year has not ended; False for what is no school year."""
    return re.fullmatch(r"20\d\d-20\d\d", school_year) is not None and today < school_year_ends(school_year)


def _uuid(text: str) -> uuid.UUID:
    """The id in an address; one that nothing has where it cannot be read."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
