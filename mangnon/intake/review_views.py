"""The review queue of a list: two descriptions side by side, and a person who decides."""
from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import noted, requires
from mangnon.accounts.permissions import Permission
from mangnon.registry.models import Child

from . import list_actions
from .agreements import ROWS, likeness, told
from .comparing import Agreement, Register, compare
from .describing import Described, birth, describe
from .known import known_children
from .list_words import Words, fields, whys
from .models import ListImport, ListRow, State

UNLIKELY = 0.1
"""A candidate below this score is not shown beside a better one."""


@requires(Permission.IMPORT_LISTS)
@require_http_methods(["GET", "POST"])
@noted("intake.ListImport")
def review(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One row in doubt after the other; each decision waits until the list is written."""
    batch = get_object_or_404(ListImport.objects.filter(state__in=(State.PREVIEWED, State.APPLIED)), pk=pk)
    waiting = batch.rows.filter(result="review")
    if request.method == "POST":
        return _decided(request, batch, waiting)
    open_rows = list(waiting.filter(decision="").order_by("pk").values_list("pk", flat=True))
    asked = request.GET.get("dong", "")
    row = waiting.filter(pk=int(asked)).first() if asked.isdigit() else waiting.filter(pk__in=open_rows[:1]).first()
    if row is None:
        return render(request, "intake/review.html", {"batch": batch, "row": None, "total": waiting.count()})
    later = [key for key in open_rows if key > row.pk]
    return render(request, "intake/review.html", {
        "batch": batch, "row": row, "total": waiting.count(), "left": len(open_rows), "next": later[:1],
        "cards": _cards(row), "why": whys().get(row.why, ""), "problems": row.problems})


def _decided(request: HttpRequest, batch: ListImport, waiting: Any) -> HttpResponse:
    row = waiting.filter(pk=request.POST["dong"]).first() if request.POST.get("dong", "").isdigit() else None
    child = request.POST.get("em", "")
    decision = "same" if child else request.POST.get("la", "")
    known = {exchange_id for exchange_id, _score in row.candidates} if row else set()
    if row is None or decision not in ("same", "new", "skip", "") or (decision == "same" and child not in known):
        raise Http404
    try:
        list_actions.decide(row, decision, child, by=request.user)
    except ValueError:
        raise Http404 from None
    return redirect(reverse("intake:list-review", args=[batch.pk]))


def _cards(row: ListRow) -> list[dict[str, Any]]:
    """Each child of the register that the row may be, beside what the row says."""
    said = _described(row)
    register = known_children(list_actions.occasion_of(row.batch, row.sheet).on)
    by_id = {child.id: child for child in register}
    children = {child.exchange_id: child for child in Child.objects.filter(
        exchange_id__in=[exchange_id for exchange_id, _score in row.candidates])}
    homes = list_actions.homes_of(row)
    found = []
    for n, (exchange_id, score) in enumerate(row.candidates):
        if exchange_id in children and (n == 0 or score >= UNLIKELY):
            how = compare(said, by_id[exchange_id], Register([by_id[exchange_id]])).how
            found.append({"child": children[exchange_id], "likeness": likeness(score, how), "rows": _rows(
                row, children[exchange_id], homes.get(exchange_id, ""), how)})
    return found


def _described(row: ListRow) -> Described:
    person = row.told.get("person", {})
    length = {"year": 4, "month": 7, "day": 10}[person.get("born_precision", "day")]
    return describe(id=str(row.pk), name_=person.get("full_name", ""), born=birth(person.get("born_on", "")[:length]),
                    sex=person.get("sex", ""), mother=person.get("mother_name", ""),
                    village=row.told.get("village", ""), number=person.get("personal_id", ""))


def _rows(row: ListRow, child: Child, home: str, how: dict[str, Agreement]) -> list[tuple[str, str, str, str, str]]:
    """(field, in the register, in the list, mark, how they agree in words)."""
    words, named, person = Words(), fields(), row.told.get("person", {})
    theirs = {**person, "village": row.told.get("village", "")}
    if "born_on" in person:
        theirs["born_on"] = words.cell("born_on", f"{person['born_on']}|{person['born_precision']}")
    ours = {"full_name": child.full_name, "sex": child.get_sex_display(), "mother_name": child.mother_name,
            "personal_id": child.personal_id, "village": home,
            "born_on": words.cell("born_on", f"{child.born_on.isoformat()}|{child.born_precision}")}
    theirs["sex"] = words.cell("sex", person.get("sex", ""))
    found = []
    for field, parts in ROWS:
        found.append((named[field], ours[field], theirs.get(field, ""), *told(how, parts)))
    return found
