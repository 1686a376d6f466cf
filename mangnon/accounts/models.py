"""People who use the program, what they are here and for how long."""
from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mangnon.core import clock
from mangnon.core.models import Record
from mangnon.core.models import Revision as CoreRevision
from mangnon.places.models import Facility, Unit

from .permissions import Permission
from .roles import CHAIRMAN_PERMISSIONS, CHOICES, ROLES, Role
from .scopes import NOWHERE, Scope, scope_of


class Revision(CoreRevision):
    """What rows of this room held before."""


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **more: object) -> User:
        user: Any = self.model(username=username, **more)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. Nobody registers; the administrator opens accounts and hands over a one-time link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(_("tên đăng nhập"), max_length=60, unique=True)
    display_name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    language = models.CharField(_("ngôn ngữ"), max_length=2, default="vi")
    is_active = models.BooleanField(_("đang dùng"), default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def _assignments(self) -> list[Assignment]:
        return list(self.assignments.select_related("unit", "facility"))

    def holding(self, on: dt.date | None = None) -> list[Assignment]:
        """The assignments that hold on a day."""
        day = on or clock.today()
        return [a for a in self._assignments if a.holds_on(day)]

    @property
    def roles(self) -> list[Role]:
        return sorted((ROLES[a.role] for a in self.holding()), key=lambda r: r.order)

    @property
    def role_code(self) -> str:
        """The first role's code, for the audit."""
        return self.roles[0].code if self.roles else ""

    @cached_property
    def _delegated(self) -> bool:
        return Delegation.objects.standing_on(clock.today()).filter(deputy=self).exists()

    def permissions_of(self, assignment: Assignment) -> frozenset[Permission]:
        """What an assignment allows; a vice-chairman acts for the chairman within a delegation (KT.)."""
        own = ROLES[assignment.role].permissions
        return own | CHAIRMAN_PERMISSIONS if assignment.role == "vice_chairman" and self._delegated else own

    def can(self, permission: Permission) -> bool:
        """Whether any role held today allows it, somewhere."""
        return self.is_active and any(permission in self.permissions_of(a) for a in self.holding())

    def scope(self, permission: Permission) -> Scope:
        """Where it is allowed: everywhere in the commune, or these units and facilities."""
        found = [a for a in self.holding() if permission in self.permissions_of(a)]
        return scope_of(found) if self.is_active else NOWHERE

    def may_list(self, measure: str) -> bool:
        """Whether lists behind a measure may show names to this user (sealed lines need more, see indicators)."""
        for a in self.holding():
            lines = ROLES[a.role].lines
            if Permission.LISTS_WITH_NAMES in self.permissions_of(a) and (lines is None or measure in lines):
                return True
        return False

    @property
    def needs_second_factor(self) -> bool:
        return any(role.second_factor for role in self.roles)


class Assignment(Record):
    """A role at a place for a time. to_on is exclusive. No place = the whole commune."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=_("người"))
    role = models.CharField(_("vai trò"), max_length=20, choices=CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thôn"))
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name=_("trường, trạm"))
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_role_display()}"

    def holds_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on > day)

    @property
    def place(self) -> str:
        return str(self.unit or self.facility or _("toàn xã"))


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def standing_on(self, day: dt.date) -> DelegationQuerySet:
        return self.filter(from_on__lte=day).filter(Q(to_on=None) | Q(to_on__gt=day))


class Delegation(Record):
    """The chairman lets a deputy act and sign for a time. Vietnamese: ủy quyền; signs KT. CHỦ TỊCH."""

    deputy = models.ForeignKey(User, models.CASCADE, related_name="delegations", verbose_name=_("người được ủy quyền"))
    decision = models.CharField(_("số văn bản"), max_length=80, blank=True)
    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.deputy}"


class SetupLink(models.Model):
    """A one-time link with which a person sets a first password; only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user}"
