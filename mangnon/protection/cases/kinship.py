"""What an account's holder, or a colleague for her, says of her family and number, and what follows from it.

Everything that follows is the program's own act in the trail: her own lines must not tell her that a case was looked
at again.
"""
from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from mangnon.accounts.models import User
from mangnon.core import audit, records
from mangnon.core.sealed import blind, seal
from mangnon.registry.models import HouseholdMember

from .actions import look_again
from .barring import barred_from
from .models import Barred, Case, Kin

MANY = 500
"""More children than this are not asked for one by one."""


def write_number(user: User, number: str, *, by: Any) -> User:
    """Keep the blind mark of a personal number, or none for "". Nobody gets back what an old number kept from her."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        mark = blind(number, what="number") if number else ""
        if mark == user.personal_mark:
            return user
        before = barred_from(user, Case.objects.values_list("pk", flat=True))
        user.personal_mark = mark
        user.save(update_fields=["personal_mark"])
        audit.record(by, "correct", "accounts.User", user.pk, fields=["personal_mark"])
        for case in before - barred_from(user, before):
            pk = uuid.uuid4()
            records.create(Barred, by=None, id=pk, case_id=case, user=user,
                           why=seal("số định danh đã ghi trước đây", row=pk, field="why"))
        look_again(by=None)
    return user


def unname_kin(kin: Kin, *, by: Any) -> None:
    """Take back what was said of a colleague's family by mistake; nobody does so for herself."""
    if kin.user_id == getattr(by, "pk", None):
        raise PermissionError("one's own family")
    with transaction.atomic():
        records.remove(kin, by=by, reason="")
        look_again(by=None)


def follow(rows: Iterable[Any]) -> None:
    """After carers or households changed: the open cases about those children have an owner who may read them."""
    children = {row.subject for row in rows if row.what in ("registry.Carer", "registry.HouseholdMember")} - {None}
    if not children:
        return
    found = Case.objects.open()
    if len(children) <= MANY:
        homes = HouseholdMember.objects.filter(child__in=children).values("household")
        near = HouseholdMember.objects.filter(household__in=homes).values("child")
        found = found.filter(Q(child__in=children) | Q(child__in=near))
    look_again(by=None, cases=list(found))
