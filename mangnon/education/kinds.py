"""The rows of this room that belong to one child."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from mangnon.accounts.permissions import Permission as P
from mangnon.core.models import Record
from mangnon.registry.child_records import RecordKind
from mangnon.registry.models import Child

from .actions import attach, detach
from .forms import EnrolmentForm
from .models import Enrolment


def _own_school(user: Any, child: Child, row: Record | None) -> bool:
    """A teacher writes rows of her own school only."""
    return row is None or own_rows(user)(row)


def own_rows(user: Any) -> Callable[[Any], bool]:
    """Which enrolments this user writes: a teacher those of her own school."""
    scope = user.scope(P.EDUCATION_WRITE)
    return lambda row: bool(scope.everything or row.facility_id in scope.facility_ids)


def _follow(row: Record) -> None:
    if isinstance(row, Enrolment):
        attach(row)


def _detach(row: Record) -> None:
    if isinstance(row, Enrolment):
        detach(row)


KINDS = (
    RecordKind("education", "nam-hoc", Enrolment, EnrolmentForm, _("Năm học"), _("Ghi năm học"),
               (P.EDUCATION_WRITE,), may=_own_school, written=_follow, removed=_detach, read=(P.EDUCATION_READ,)),
)
