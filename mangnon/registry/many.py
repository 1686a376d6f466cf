"""The same thing recorded for many children on one page: shared fields on top, children ticked below.

A room says which of its kinds can be recorded so; each child's row is read, asked about and written by itself.
"""
from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mangnon.accounts.access import requires
from mangnon.core import clock
from mangnon.core.periods import completed_years, middle, years_back
from mangnon.places.models import below
from mangnon.web import keeping

from .child_records import RecordKind
from .models import Child, Residence
from .views import _uuid, villages

OLDEST = 17


@dataclass(frozen=True)
class ManyKind:
    """A kind of row recorded for many children at once.

    key: the form's fields that, with the child, name one row: it is corrected where it stands, never doubled.
    ages: completed years from and to that are listed first.  fixed: values the page sets itself, not typed.
    hints: what stands already, a few words a child.  pools: further ways to list children, as (value, label);
    pick: narrows children to one of them.
    """

    kind: RecordKind
    slug: str
    title: Any
    text: Any
    key: tuple[str, ...]
    ages: tuple[int, int] = (0, 15)
    fixed: dict[str, str] = field(default_factory=dict)
    hints: Callable[[list[uuid.UUID]], dict[uuid.UUID, str]] = lambda ids: {}
    pools: Callable[[Any], list[tuple[str, str]]] = lambda user: []
    pick: Callable[[Any, str], Any] = lambda children, value: children

    @property
    def name(self) -> str:
        return f"{self.kind.room}:{self.slug}"


def many_urls(kinds: Iterable[ManyKind]) -> list[URLPattern]:
    return [path(f"nhieu/{many.slug}/", _page(many), name=many.slug) for many in kinds]


def listed(kinds: Iterable[ManyKind], user: Any, order: int) -> Iterable[tuple[int, Any, Any, str]]:
    """The pages of these kinds this person may open, as ``hooks.grids`` tells them."""
    for n, many in enumerate(kinds):
        if any(user.can(p) for p in many.kind.write):
            yield order + n, many.title, many.text, reverse(many.name)


@dataclass
class Line:
    """A child of the list. form: what was typed for her, once it was refused or asked about."""

    child: Child
    age: int
    hint: str
    ticked: bool
    form: Any = None

    @property
    def words(self) -> list[str]:
        """Why she was not written; questions are drawn with their boxes."""
        asked = {q.words for q in self.form.questions} if self.form else set()
        return [e for errors in self.form.errors.values() for e in errors if e not in asked] if self.form else []


def _page(many: ManyKind) -> Any:
    @requires(*many.kind.write)
    @require_http_methods(["GET", "POST"])
    def page(request: HttpRequest) -> HttpResponse:
        listed = Listed(many, request)
        work = Work(many, request, listed) if request.method == "POST" else None
        if work is not None and work.run():
            return redirect(request.get_full_path())
        lines = listed.lines(work)
        return render(request, "registry/many.html", {
            "many": many, "listed": listed, "lines": lines, "form": work.header if work else blank(many, request),
            "wrong": len(work.refused) if work else 0, "nobody": bool(work and not work.chosen)},
            status=422 if work else 200)
    return page


def blank(many: ManyKind, request: HttpRequest) -> Any:
    """The shared fields before anything was typed."""
    form = many.kind.form(instance=many.kind.model(), initial=dict(request.GET.items()))
    return _shared(many, form, request.user)


def _shared(many: ManyKind, form: Any, user: Any) -> Any:
    for name in many.fixed:
        form.fields.pop(name, None)
    form.narrow(user)
    return form


class Listed:
    """The children offered: of a thôn or a pool, within ages, for whom this person may write such rows."""

    def __init__(self, many: ManyKind, request: HttpRequest) -> None:
        self.many, self.user, self.today = many, request.user, clock.today()
        scope = _scope(many, request.user)
        self.villages = villages() if scope.everything or scope.facility_ids else villages().filter(
            pk__in=scope.unit_ids)
        self.pools = many.pools(request.user)
        asked = request.GET.get("nhom", "")
        self.pool = asked if asked in dict(self.pools) else ""
        self.village = None if self.pool else (self.villages.filter(
            pk=_uuid(request.GET.get("thon", ""))).first() or self.villages.first())
        self.youngest, self.oldest = (_age(request.GET.get(n, ""), usual) for n, usual in zip(
            ("tu", "den"), many.ages, strict=True))

    def writable(self) -> Any:
        """Everybody this person may write such rows for."""
        return Child.objects.visible_to(self.user, *self.many.kind.write)

    def children(self) -> list[Child]:
        rows = self.writable().filter(died_on=None)
        if self.pool:
            return list(self.many.pick(rows, self.pool).in_name_order())
        if self.village is None:
            return []
        homes = Residence.objects.on(self.today).filter(unit__in=below([self.village], self.today))
        return list(rows.filter(pk__in=homes.values("child"), born_on__gt=years_back(self.today, self.oldest + 1),
                                born_on__lte=years_back(self.today, self.youngest)).in_name_order())

    def lines(self, work: Work | None) -> list[Line]:
        children = self.children()
        there = {c.pk for c in children}
        # Whoever was ticked stays in sight, whatever list is open.
        children += [c for c in (work.waiting if work else ()) if c.pk not in there]
        hints = self.many.hints([c.pk for c in children])
        ticked, refused = (work.left, work.refused) if work else (set(), {})
        return [Line(c, completed_years(middle(c.born_on, c.born_precision), self.today), hints.get(c.pk, ""),
                     c.pk in ticked, refused.get(c.pk)) for c in children]


def _scope(many: ManyKind, user: Any) -> Any:
    scopes = [user.scope(p) for p in many.kind.write]
    return next((s for s in scopes if s.everything), next((s for s in scopes if s), scopes[0]))


def _age(text: str, usual: int) -> int:
    return int(text) if text.isdigit() and int(text) <= OLDEST else usual


class Work:
    """What was sent: the ticked children, each with a form of her own. refused: those that were not written."""

    def __init__(self, many: ManyKind, request: HttpRequest, listed: Listed) -> None:
        self.many, self.request = many, request
        self.typed = request.POST.copy()
        self.typed.update(many.fixed)
        ids = {_uuid(text) for text in request.POST.getlist("tre")}
        self.chosen = [c for c in listed.writable().filter(pk__in=ids) if many.kind.may(request.user, c, None)]
        self.left = {c.pk for c in self.chosen}
        self.refused: dict[uuid.UUID, Any] = {}
        self.done, self.same = 0, 0

    def run(self) -> bool:
        """Write what can be written. Returns whether nothing is left to be looked at."""
        with transaction.atomic():
            for child in self.chosen:
                self._one(child)
        if self.chosen:
            self._say()
        return bool(self.chosen) and not self.refused

    def _one(self, child: Child) -> None:
        form = self._form(child)
        standing = self._standing(child, form) if form.is_valid() else None
        if standing is not None:
            form = self._form(child, standing)
        if not form.is_valid():
            self.refused[child.pk] = form
            return
        if standing is not None and all(getattr(standing, n) == v for n, v in form.cleaned_data.items()):
            self.same += 1
        elif not self._written(form, child):
            self.refused[child.pk] = form
            return
        else:
            self.done += 1
        self.left.discard(child.pk)

    def _form(self, child: Child, standing: Any = None) -> Any:
        model: Any = self.many.kind.model
        form: Any = self.many.kind.form(self.typed, instance=standing or model(child=child))
        form.narrow(self.request.user)
        if standing is None:
            # A question about a twin is for rows typed one by one: here the row that stands is corrected.
            form.twin_is_corrected = True
        return form

    def _standing(self, child: Child, form: Any) -> Any:
        model: Any = self.many.kind.model
        same = {name: form.cleaned_data[name] for name in self.many.key}
        return model._default_manager.filter(child=child, **same).first()

    def _written(self, form: Any, child: Child) -> bool:
        kind = self.many.kind
        store = keeping.store(form, kind.model, by=self.request.user, **({} if form.standing else {"child": child}))

        def save(data: dict[str, Any]) -> Any:
            row = store(data)
            kind.written(row)
            kind.followed(row, self.request.user)
            return row
        return keeping.saved(form, save) is not None

    def _say(self) -> None:
        parts = [_("Đã ghi %(n)s em.") % {"n": self.done}]
        if self.same:
            parts.append(_("%(n)s em đã có từ trước.") % {"n": self.same})
        if self.refused:
            parts.append(_("Còn %(n)s em cần xem lại.") % {"n": len(self.refused)})
        (messages.warning if self.refused else messages.success)(self.request, " ".join(parts))

    @property
    def waiting(self) -> list[Child]:
        return [c for c in self.chosen if c.pk in self.left]

    @property
    def header(self) -> Any:
        """The shared fields as typed; a fault that all children share is said there once."""
        forms = list(self.refused.values())
        form = self._form(Child())
        form._errors = ErrorDict()
        if forms and len(forms) == len(self.chosen):
            for name, errors in forms[0].errors.items():
                if name in form.fields and all(f.errors.get(name) == errors for f in forms):
                    form._errors[name] = errors
        return _shared(self.many, form, self.request.user)
