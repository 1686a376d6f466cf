"""People who use the program, what they are here and for how long."""
from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
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
    single_keys = models.BooleanField(_("phím tắt một chữ"), default=True)
    first_steps_away = models.BooleanField(default=False)
    """The list of first steps was put away; it can be found again from the account's page."""
    personal_mark = models.CharField(max_length=64, blank=True, editable=False)
    """A blind mark of the holder's personal number (``core.sealed.blind``): the number itself is never kept."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.display_name or self.username

    @cached_property
    def _assignments(self) -> list[Assignment]:
        return list(self.assignments.select_related("unit", "facility"))

    @cached_property
    def _delegations(self) -> list[Delegation]:
        return list(self.delegations.all())

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

    def acts_for_chairman(self, on: dt.date | None = None) -> bool:
        """Whether a vice-chairman stands in for the chairman on a day. Vietnamese: KT. CHỦ TỊCH."""
        day = on or clock.today()
        deputy = any(a.role == "vice_chairman" for a in self.holding(day))
        return deputy and any(d.holds_on(day) for d in self._delegations)

    def permissions_of(self, assignment: Assignment, on: dt.date | None = None) -> frozenset[Permission]:
        """What an assignment allows; a vice-chairman acts for the chairman within a delegation."""
        own = ROLES[assignment.role].permissions
        if assignment.role == "vice_chairman" and self.acts_for_chairman(on):
            return own | CHAIRMAN_PERMISSIONS
        return own

    def can(self, permission: Permission, on: dt.date | None = None) -> bool:
        """Whether any role held on a day (today) allows it, somewhere."""
        return self.is_active and any(permission in self.permissions_of(a, on) for a in self.holding(on))

    def scope(self, permission: Permission, on: dt.date | None = None) -> Scope:
        """Where it is allowed: everywhere in the commune, or these units and facilities."""
        day = on or clock.today()
        known: dict[tuple[Permission, dt.date], Scope] = self.__dict__.setdefault("_scopes", {})
        if (permission, day) not in known:
            # A page asks dozens of times; the roles of a person, as she was loaded, do not change meanwhile.
            found = [a for a in self.holding(day) if permission in self.permissions_of(a, day)]
            known[permission, day] = scope_of(found, day) if found else NOWHERE
        return known[permission, day] if self.is_active else NOWHERE

    def may_list(self, measure: str) -> bool:
        """Whether lists behind a measure may show names to this user (sealed lines need more, see indicators)."""
        for a in self.holding():
            lines = ROLES[a.role].lines
            if Permission.LISTS_WITH_NAMES in self.permissions_of(a) and (lines is None or measure in lines):
                return self.is_active
        return False

    def may_declare(self, measure: str) -> bool:
        """Whether this user may declare the figure of a line: the health station that of line 6 only."""
        for a in self.holding():
            lines = ROLES[a.role].declares
            if Permission.DECLARED_WRITE in self.permissions_of(a) and (lines is None or measure in lines):
                return self.is_active
        return False

    @property
    def needs_second_factor(self) -> bool:
        return any(role.second_factor for role in self.roles)


class Span(Record):
    """Something that holds from a day until before another. to_on is exclusive; empty = until further notice."""

    from_on = models.DateField(_("từ ngày"))
    to_on = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta(Record.Meta):
        abstract = True
        constraints = [*Record.Meta.constraints, models.CheckConstraint(
            condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="%(app_label)s_%(class)s_span")]

    def holds_on(self, day: dt.date) -> bool:
        return self.from_on <= day and (self.to_on is None or self.to_on > day)


class Assignment(Span):
    """A role at a place for a time. No place = the whole commune, for roles of the whole commune."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name=_("người"))
    role = models.CharField(_("vai trò"), max_length=20, choices=CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("thôn"))
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name=_("trường, trạm"))

    def __str__(self) -> str:
        return f"{self.get_role_display()}"

    def clean(self) -> None:
        """Hold the role to its kind of place. Raises ValidationError."""
        wrong = place_problems(self.role, unit=self.unit_id, facility=self.facility_id)
        if wrong:
            raise ValidationError(dict(wrong))

    @property
    def place(self) -> str:
        return str(self.unit or self.facility or _("toàn xã"))


def place_problems(code: str, *, unit: object, facility: object) -> list[tuple[str, Any]]:
    """Why a role can't be held at a place: (field, sentence)."""
    place = ROLES[code].place if code in ROLES else ""
    if place == "unit" and not unit:
        return [("unit", _("Vai trò này thuộc một thôn. Hãy chọn thôn."))]
    if place == "facility" and not facility:
        return [("facility", _("Vai trò này thuộc một trường. Hãy chọn trường."))]
    if place == "commune" and (unit or facility):
        return [("role", _("Vai trò này thuộc toàn xã. Hãy bỏ trống thôn và trường."))]
    return []


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def standing_on(self, day: dt.date) -> DelegationQuerySet:
        return self.filter(from_on__lte=day).filter(Q(to_on=None) | Q(to_on__gt=day))


class Delegation(Span):
    """The chairman lets a deputy act and sign for a time. Vietnamese: ủy quyền; signs KT. CHỦ TỊCH."""

    deputy = models.ForeignKey(User, models.CASCADE, related_name="delegations", verbose_name=_("người được ủy quyền"))
    decision = models.CharField(_("số văn bản"), max_length=80, blank=True)

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
