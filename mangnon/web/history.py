"""What was corrected or taken out, told in words: who, when, what it was and what it is."""
from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mangnon.core import hooks
from mangnon.core.fields import TypedDecimalField
from mangnon.core.models import AuditEvent, Record, plain

from . import formats

SILENT = {"id", "commune_id", "seq", "exchange_id", "name_fold", "name_sort", "child_id", "child", "source"}
"""Columns that say nothing to a person."""
MOST = 300
HALF: dict[str, Callable[[str], str]] = {"personal_id": formats.number_hidden, "phone": formats.half_hidden}
"""Columns whose values a page shows half; showing them whole is noted."""


@dataclass(frozen=True)
class Change:
    """One change of one row. verb: create, correct, remove.  fields: (label, what it was, what it is).

    whole: the same with the numbers that ``fields`` shows half; empty where it hides none.
    """

    at: dt.datetime
    who: str
    what: str
    verb: str
    fields: tuple[tuple[str, str, str], ...]
    reason: str = ""
    whole: tuple[tuple[str, str, str], ...] = ()

    @property
    def verb_words(self) -> str:
        return {"create": _("ghi mới"), "correct": _("sửa"), "remove": _("gỡ"),
                "merge": _("gộp hồ sơ"), "part": _("tách hồ sơ")}.get(self.verb, self.verb)


def changes_of(model: type[Record], revisions: Any, ids: Iterable[uuid.UUID] = (), *,
               named: Callable[[Record], str] | None = None, first: tuple[str, ...] = ()) -> list[Change]:
    """Changes of a model's rows, newest first. ids: rows whose first entry is told as well.  named: what each row is
    called, where a page tells of several; one that was taken out has no other name than its kind.  first: columns
    whose first value is told, for a row whose own words do not say it."""
    found = list(revisions.filter(model=model._meta.model_name).order_by("-seq", "-at")[:MOST])
    names = People()
    now = _current(model, {r.record_id for r in found})
    label = str(hooks.row_words.get(model._meta.label, model._meta.verbose_name))
    keys = {*ids, *(r.record_id for r in found)}
    labels = {row.pk: f"{label}, {named(row)}" for row in model._default_manager.filter(pk__in=keys)} if named else {}
    told = [_told(model, r, now.setdefault(r.record_id, {}), labels.get(r.record_id, label), names) for r in found]
    if first:
        now = _current(model, keys - set(now)) | now
    told += [_with_first(change, model, now.get(key, {}), first) for key, change in _births(
        model, keys, label, labels, names)]
    return sorted(told, key=lambda c: c.at, reverse=True)


def _current(model: type[Record], ids: set[uuid.UUID]) -> dict[uuid.UUID, dict[str, Any]]:
    rows = model._default_manager.filter(pk__in=ids)
    return {row.pk: {f.name: plain(getattr(row, f.attname)) for f in row._meta.concrete_fields} for row in rows}


def _told(model: type[Record], revision: Any, now: dict[str, Any], label: str, names: People) -> Change:
    """Tell one revision; now: the row as it was after it, walked back to before it."""
    parts, whole = [], []
    for name, was in revision.values.items():
        field = column_of(model, name)
        if field is None or name in SILENT:
            continue
        after = "" if revision.verb == "remove" else words_of(field, now.get(field.name))
        before = words_of(field, was)
        now[field.name] = was
        if before or after:
            words, hide = str(capfirst(field.verbose_name)), HALF.get(field.name, str)
            parts.append((words, hide(before), hide(after)))
            whole.append((words, before, after))
    return Change(revision.at, names.of(revision.actor), label, revision.verb, tuple(parts), revision.reason,
                  tuple(whole) if whole != parts else ())


def _births(model: type[Record], ids: set[uuid.UUID], label: str, labels: dict[uuid.UUID, str], names: People,
            ) -> list[tuple[uuid.UUID, Change]]:
    """Who entered which row first; rows of an import have no such line of their own."""
    events = AuditEvent.objects.filter(what=model._meta.label, verb="create", record_id__in=[str(pk) for pk in ids])
    rows = {str(row.pk): row for row in model._default_manager.filter(pk__in=ids)}
    return [(uuid.UUID(e.record_id), Change(
        e.at, names.of(e.actor), labels.get(uuid.UUID(e.record_id), label), "create",
        _own_words(rows.get(e.record_id)), e.purpose)) for e in events.order_by("-seq")[:MOST]]


def _with_first(change: Change, model: type[Record], then: dict[str, Any], first: tuple[str, ...]) -> Change:
    """A row's first entry with what it held then. then: its columns, walked back past every correction."""
    told = []
    for name in first:
        field = column_of(model, name)
        words = words_of(field, then.get(field.name))
        told += [(str(capfirst(field.verbose_name)), "", words)] if words else []
    return replace(change, fields=tuple(told)) if told else change


def _own_words(row: Record | None) -> tuple[tuple[str, str, str], ...]:
    """What a row calls itself, so that one weighing can be told from the next."""
    return (("", "", str(row)),) if row is not None else ()


def column_of(model: type[models.Model], name: str) -> Any:
    """A model's column by either of its names, None where it has none such."""
    return next((f for f in model._meta.concrete_fields if name in (f.name, f.attname)), None)


def words_of(field: Any, value: Any) -> str:
    """A kept value as a person reads it; nothing where it was empty."""
    if value is None or value == "":
        return ""
    if field.is_relation:
        row = field.related_model._default_manager.filter(pk=value).first()
        return str(row) if row is not None else _("(đã gỡ)")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(field, models.DateTimeField):
        at = timezone.localtime(value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value)))
        return f"{formats.time(at)}, {formats.date(at.date())}"
    if isinstance(field, models.DateField):
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
        return formats.date(day)
    return str(value).replace(".", ",") if isinstance(field, TypedDecimalField) else str(value)


class People:
    """Names of those who acted, asked for once each."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, actor: str) -> str:
        if actor not in self._known:
            self._known[actor] = _name(actor)
        return self._known[actor]


def _name(actor: str) -> str:
    kind, _colon, key = actor.partition(":")
    if kind == "user" and re.fullmatch(r"[0-9a-f-]{36}|\d+", key):
        user: Any = get_user_model()._default_manager.filter(pk=key).first()
        return str(getattr(user, "display_name", "") or user) if user else _("tài khoản đã xóa")
    if kind == "cli":
        return _("lệnh của %(who)s") % {"who": key}
    return _("chương trình") if actor == "system" else actor


def since(row: Record, seq: int) -> tuple[str, list[str]]:
    """Who changed a row after a sequence number, and what the changed fields hold now ("cân nặng: 9,4")."""
    revisions: Any = apps.get_model(row._meta.app_label, "Revision")
    found = list(revisions._default_manager.filter(record_id=row.pk, seq__gt=seq).order_by("seq"))
    parts = {}
    for name in (name for r in found for name in r.values):
        field = column_of(type(row), name)
        if field is not None and name not in SILENT:
            words = HALF.get(field.name, str)(words_of(field, plain(getattr(row, field.attname))))
            parts[field.name] = f"{field.verbose_name}: {words or _('để trống')}"
    # A row that was made meanwhile, and not changed since, has only its maker.
    made = AuditEvent.objects.filter(what=row._meta.label, verb="create", record_id=str(row.pk)).last()
    actor = found[-1].actor if found else made.actor if made else ""
    return (People().of(actor) if actor else _("ai đó")), list(parts.values())
