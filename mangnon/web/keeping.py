"""Pages that write one row, correct it, take it out and tell its history: one way for every noun of every room."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mangnon.core import hooks, records
from mangnon.core.models import Record

from . import meanwhile
from .forms import STAMP, ReasonForm, RecordForm
from .history import changes_of, since

Save = Callable[[dict[str, Any]], Any]


def saved(form: Any, save: Save, twin: str = "") -> Any:
    """Write what a form holds and return what was written; nothing where the row's own rules refuse it.

    A form sent twice is written once. twin: the sentence where such a row is there already.
    """
    if _before(form) is not None:
        return _before(form)
    try:
        with transaction.atomic():
            _hold(form)
            return save(dict(form.cleaned_data)) or True
    except records.ChangedMeanwhile as met:
        form.overtaken(met.row, met.seen)
        return None
    except IntegrityError:
        form.add_error(None, twin or _("Đã có một dòng như vậy. Hãy mở dòng đó ra sửa."))
    except ValidationError as wrong:
        _tell(form, wrong, twin or _("Đã có một dòng như vậy. Hãy mở dòng đó ra sửa."))
    return _before(form)


def _hold(form: Any) -> None:
    """Lock the row a form stands for, as the form saw it: its stamp was compared before this transaction began."""
    if isinstance(form, RecordForm) and form.standing:
        records.held(form.instance, form.instance.seq)


def _before(form: Any) -> Any:
    """The row that this very form has made already, or nothing."""
    return form.written_before() if isinstance(form, RecordForm) else None


def _tell(form: Any, wrong: ValidationError, twin: str) -> None:
    """Say a row's own rules at the field they speak of; a twin is said once, in our words."""
    parts = wrong.error_dict if hasattr(wrong, "error_dict") else {NON_FIELD_ERRORS: wrong.error_list}
    for name, errors in parts.items():
        for error in errors:
            if error.code in ("unique", "unique_together", None) and name in (NON_FIELD_ERRORS, "id"):
                form.add_error(None, twin)
            else:
                form.add_error(name if name in form.fields else None, error)


def store(form: RecordForm, model: type[Record], *, by: Any, **fixed: Any) -> Save:
    """What to do with a form's values: make a row, or correct the one the form stands for."""
    def save(data: dict[str, Any]) -> Any:
        if form.standing:
            return records.correct(model._default_manager.get(pk=form.instance.pk), by=by, **data)
        return records.create(model, by=by, id=form.new_id, **fixed, **data)
    return save


def write(request: HttpRequest, form: Any, *, title: Any, save: Save, back: str, twin: str = "", said: Any = "",
          lead: Any = "", above: str = "", remove: str = "", history: str = "",
          onward: Callable[[Any], str] | None = None, close: bool = False) -> HttpResponse:
    """The page of one row's form.

    back: where one goes after; onward: the same for a row that was made.  above, lead: a line under the title that
    leads back to what the row belongs to.  remove, history: links of a row that stands.  said: what is told after, or
    a function of the values written that says it.  close: whether what is typed must not be kept by the browser as a
    draft, because it is read like a case.
    """
    if isinstance(form, RecordForm):
        form.narrow(request.user)
    if request.method == "POST":
        # What this very form wrote a moment ago is not asked about again.
        made = _before(form) or (saved(form, save, twin) if form.is_valid() else None)
        if made is not None:
            messages.success(request, _words(form, said))
            return redirect(_called_from(request) or (onward(made) if onward else back))
    return render(request, "web/record_form.html", {
        "form": form, "title": title, "back": back, "lead": lead, "above": above, "remove_url": remove,
        "history_url": history, "draft": "" if close else "f"}, status=422 if form.errors else 200)


def _called_from(request: HttpRequest) -> str:
    """The page that sent somebody here to write and wants her back (?tiep=viec), "" where none did."""
    return hooks.after_writing.get(request.GET.get("tiep", ""), "")


def _words(form: Any, said: Any) -> str:
    """What is told after writing: the page's own words where it has some."""
    words = said(form.cleaned_data) if callable(said) and form.is_valid() else said
    if isinstance(words, str) and words:
        return words
    standing = isinstance(form, RecordForm) and form.standing
    return _("Đã sửa. Số cũ được giữ trong lịch sử.") if standing else _("Đã ghi.")


def take_out(request: HttpRequest, row: Record, *, back: str, what: str = "", along: Iterable[Record] = (),
             back_again: str = "", first: Callable[[], None] = lambda: None) -> HttpResponse:
    """Ask for the reason, then take a row out with what belongs to it alone.

    back: where one goes after; back_again: where one goes without doing it; first: done before, in its transaction;
    a ValidationError it raises is the sentence why the row stays.
    """
    form = ReasonForm(request.POST or None)
    what = what or str(row)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get(STAMP, "")
        try:
            with transaction.atomic():
                records.held(row, int(seen) if seen.isdecimal() else row.seq)
                first()
                for part in [*along, row]:
                    records.remove(part, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Đã gỡ. Nội dung cũ vẫn ở trong lịch sử."))
            return redirect(back)
        except records.ChangedMeanwhile as met:
            form.add_error(None, _changed(met))
            row = met.row or row
        except (ProtectedError, RestrictedError) as held:
            form.add_error(None, _still_needed(held))
        except ValidationError as refused:
            form.add_error(None, refused)
    form.stamp = row.seq
    return render(request, "web/record_remove.html", {
        "form": form, "what": what, "back": back_again or back}, status=422 if form.errors else 200)


def _changed(met: records.ChangedMeanwhile) -> str:
    """That somebody wrote the row whose removal was asked for; what it holds now may be worth keeping."""
    if met.row is None:
        return meanwhile.gone()
    who, now = since(met.row, met.seen)
    return _("Trong lúc trang này mở, %(who)s đã sửa. Nay là: %(now)s. Vẫn muốn gỡ thì bấm gỡ lần nữa.") % {
        "who": who, "now": "; ".join(now) or "–"}


def _still_needed(held: Any) -> str:
    counts: dict[str, int] = {}
    rows = list(getattr(held, "protected_objects", None) or held.restricted_objects)
    if any(row._meta.app_label == "protection" for row in rows):
        # Which rows of that room a child has is told to nobody by a refusal: it may be the one that is sealed.
        return _("Chưa gỡ được: còn dòng khác gắn vào đây, có thể ở nơi bạn không xem được. Hãy nhờ cán bộ trẻ em.")
    for row in rows:
        word = str(hooks.row_words.get(row._meta.label, row._meta.verbose_name))
        counts[word] = counts.get(word, 0) + 1
    return _("Chưa gỡ được: còn %(what)s gắn vào đây. Hãy gỡ hoặc sửa những dòng ấy trước.") % {
        "what": ", ".join(f"{n} {word}" for word, n in counts.items())}


def tell(request: HttpRequest, subject: Any, back: str, parts: Iterable[tuple[type[Record], Iterable[Any]]],
         ) -> HttpResponse:
    """The history page of a row and what belongs to it. parts: (model, keys of its rows)."""
    found = []
    for model, ids in parts:
        revisions: Any = apps.get_model(model._meta.app_label, "Revision")
        keys = list(ids)
        found += changes_of(model, revisions._default_manager.filter(record_id__in=keys), keys)
    return told(request, subject, back, found)


def told(request: HttpRequest, subject: Any, back: str, found: Iterable[Any], *, whole: bool = False) -> HttpResponse:
    """A page of changes, newest first. whole: with the numbers that are half hidden else; whoever asks for it notes it.
    """
    rows = sorted(found, key=lambda c: c.at, reverse=True)[:300]
    half = any(row.whole for row in rows) and not whole
    if whole:
        rows = [replace(row, fields=row.whole or row.fields) for row in rows]
    return render(request, "web/history.html", {
        "subject": subject, "back": back, "rows": rows, "half": half, "whole": whole})


__all__ = ["saved", "store", "take_out", "tell", "told", "write"]
