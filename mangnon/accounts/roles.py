"""Roles as sentences: who works where and what each may do. Changing one is a reviewed change of this file.

Source: the table *Who sees what* of the design. ``narrow`` names the measures a role may list with names.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from .permissions import Permission as P

HEALTH_LINES = frozenset({"2", "3a", "3b", "3c", "4a", "4b", "4c", "5a", "5b", "15"})


@dataclass(frozen=True)
class Role:
    """code: stored with an assignment.  place: what an assignment of it names ("commune", "unit", "facility").

    lines: measures whose lists it may read with names; None = all that other rules allow.
    declares: lines it may declare a figure of; None = all that are declared.
    second_factor: signing in needs one outside the demo.
    """

    code: str
    name: Any
    does: Any
    permissions: frozenset[P]
    place: str = "commune"
    lines: frozenset[str] | None = None
    declares: frozenset[str] | None = None
    second_factor: bool = False
    order: int = field(default=50)


def _role(code: str, name: Any, does: Any, *permissions: P, **more: Any) -> Role:
    return Role(code, name, does, frozenset(permissions), **more)


_CHAIR = (P.FIGURES_READ, P.EXACT_FIGURES, P.IDENTITY_READ, P.HEALTH_READ, P.EDUCATION_READ, P.SUPPORT_READ,
          P.DISABILITY_READ, P.SEALED_READ, P.SEALED_APPROVE, P.LISTS_WITH_NAMES, P.MONEY_READ, P.AUDIT_READ,
          P.PLAN_WRITE, P.REPORT_READ, P.REPORT_SIGN, P.TASKS_GIVE)
CASE_LINES = frozenset({"10", "13", "14"})
"""What justice and police may list; 10 and 13 only with the protection permission (see disclosure)."""

ROLES: dict[str, Role] = {role.code: role for role in (
    _role("administrator", _("Quản trị"), _("Mở, khóa tài khoản; không xem hồ sơ trẻ."), P.USERS_MANAGE, P.AUDIT_READ,
          second_factor=True, order=90),
    _role("child_officer", _("Cán bộ trẻ em"), _("Ghi mọi sổ sách về trẻ em của xã."),
          P.FIGURES_READ, P.AUDIT_OWN, P.EXACT_FIGURES, P.IDENTITY_READ, P.IDENTITY_WRITE, P.CIVIL_WRITE,
          P.HEALTH_READ, P.HEALTH_WRITE, P.EDUCATION_READ, P.EDUCATION_WRITE, P.SUPPORT_READ, P.SUPPORT_WRITE,
          P.SUPPORT_PROPOSE, P.DISABILITY_READ, P.SEALED_READ, P.SEALED_WRITE, P.SEALED_REPORT, P.LISTS_WITH_NAMES,
          P.ACTIVITIES_WRITE, P.PLACES_WRITE, P.DECLARED_WRITE, P.PLAN_WRITE, P.REPORT_READ, P.REPORT_WRITE,
          P.IMPORT_FOLDER, P.IMPORT_LISTS, P.EXPORT_FOLDER, P.EXPORT_SEALED, P.MONEY_READ, P.TASKS_GIVE,
          second_factor=True, order=10),
    _role("chairman", _("Chủ tịch"), _("Xem mọi số liệu, duyệt và ký."), *_CHAIR, P.DELEGATE, order=20),
    _role("vice_chairman", _("Phó Chủ tịch"), _("Thay Chủ tịch trong thời gian được ủy quyền."), P.FIGURES_READ,
          order=25),
    _role("village_head", _("Trưởng thôn"), _("Xem trẻ và việc của thôn mình."), P.FIGURES_READ, P.IDENTITY_READ,
          P.SEALED_REPORT, P.LISTS_WITH_NAMES, place="unit", order=30),
    _role("collaborator", _("Cộng tác viên thôn"), _("Ghi trẻ, cân đo, tiêm chủng của thôn mình."), P.FIGURES_READ,
          P.IDENTITY_READ, P.IDENTITY_WRITE, P.HEALTH_READ, P.HEALTH_WRITE, P.EDUCATION_READ, P.SUPPORT_PROPOSE,
          P.SEALED_REPORT, P.LISTS_WITH_NAMES, place="unit", order=35),
    _role("teacher", _("Giáo viên"), _("Ghi học sinh của trường mình."), P.FIGURES_READ, P.IDENTITY_READ,
          P.EDUCATION_READ, P.EDUCATION_WRITE, P.SEALED_REPORT, P.LISTS_WITH_NAMES, place="facility", order=40),
    _role("health_worker", _("Trạm y tế"), _("Ghi cân đo, tiêm chủng; khai dòng 6."), P.FIGURES_READ,
          P.IDENTITY_READ, P.HEALTH_READ, P.HEALTH_WRITE, P.DISABILITY_READ, P.SEALED_ASSIGNED, P.DECLARED_WRITE,
          P.LISTS_WITH_NAMES, lines=HEALTH_LINES, declares=frozenset({"6"}), order=45),
    _role("justice", _("Tư pháp, hộ tịch"), _("Ghi khai sinh, khai tử."), P.FIGURES_READ, P.IDENTITY_READ,
          P.CIVIL_WRITE, P.SEALED_ASSIGNED, P.LISTS_WITH_NAMES, lines=CASE_LINES, order=50),
    _role("police", _("Công an xã"), _("Xem nhân thân; ghi đăng ký cư trú."), P.FIGURES_READ, P.IDENTITY_READ,
          P.CIVIL_WRITE, P.SEALED_ASSIGNED, P.LISTS_WITH_NAMES, lines=CASE_LINES, order=52),
    _role("finance", _("Tài chính"), _("Ghi kinh phí; không xem hồ sơ trẻ."), P.FIGURES_READ, P.MONEY_READ,
          P.MONEY_WRITE, order=55),
    _role("department", _("Ban ngành, đoàn thể"), _("Ghi hoạt động của mình."), P.FIGURES_READ, P.ROLLS_READ,
          P.ACTIVITIES_WRITE, P.SEALED_REPORT, P.MONEY_OWN, order=60),
    _role("board_member", _("Thành viên Ban Điều hành"), _("Xem số liệu chung."), P.FIGURES_READ, P.SEALED_COUNTS,
          P.MONEY_READ, order=65),
    _role("clerk", _("Văn thư"), _("Cho số, ngày và gửi văn bản."), P.DOCUMENTS_REGISTER, order=70),
    _role("inspector", _("Thanh tra"), _("Đọc số liệu và nhật ký."), P.FIGURES_READ, P.EXACT_FIGURES,
          P.SEALED_COUNTS, P.LISTS_COUNTED, P.MONEY_READ, P.AUDIT_READ, P.REPORT_READ, order=75),
    _role("higher_level", _("Cấp trên"), _("Xem số liệu đã công bố."), P.PUBLISHED_READ, order=80),
)}
CHAIRMAN_PERMISSIONS = frozenset(_CHAIR)
CHOICES = [(role.code, role.name) for role in sorted(ROLES.values(), key=lambda r: r.order)]
