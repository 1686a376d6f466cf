"""What tables and columns are called, and which categories a column holds: for the fields of a definition."""
from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mangnon.delivery.models import ActivityKind
from mangnon.education.models import Outcome
from mangnon.health.models import Instrument, Vaccine
from mangnon.places.models import FacilityKind
from mangnon.protection.models import Group, IncidentKind, ServiceField, SupportKind
from mangnon.registry.models import Poverty, RegistrationKind, Sex

TABLE = {
    "child": _("trẻ"), "home": _("nơi ở"), "measurement": _("lần cân đo"), "dose": _("mũi tiêm"),
    "enrolment": _("năm học"), "circumstance": _("hoàn cảnh đặc biệt"), "disability": _("khuyết tật"),
    "support": _("trợ giúp"), "service": _("dịch vụ"), "incident": _("vụ việc"), "assessment": _("lần đánh giá"),
    "attendance": _("lần tham gia hoạt động"), "at_risk": _("dấu hiệu nguy cơ"), "poverty": _("hộ nghèo, cận nghèo"),
    "registration": _("đăng ký cư trú"), "facility": _("cơ sở"), "check": _("lần kiểm tra cơ sở")}
COLUMN = {
    "sex": _("giới tính"), "vaccine": _("vắc xin"), "grade": _("lớp"), "outcome": _("kết quả năm học"),
    "grp": _("nhóm hoàn cảnh"), "kind": _("loại"), "field": _("lĩnh vực"), "instrument": _("bộ đánh giá"),
    "status": _("diện hộ"), "waz": _("điểm z cân nặng (−200 là −2 SD)"), "haz": _("điểm z chiều cao (−200 là −2 SD)"),
    "whz": _("điểm z cân nặng theo chiều cao (300 là +3 SD)"), "score": _("điểm"), "months": _("tháng tuổi"),
    "died_days": _("số ngày tuổi lúc mất"), "died_years": _("số tuổi lúc mất"), "birth_gap": _("số ngày từ lúc sinh"),
    "event_age": _("tuổi lúc xảy ra"), "detected_age": _("tuổi lúc phát hiện"), "first_year": _("năm học bắt đầu từ")}
CATEGORIES: dict[tuple[str, str], list[tuple[str, Any]]] = {
    ("child", "sex"): Sex.choices, ("incident", "sex"): Sex.choices, ("dose", "vaccine"): Vaccine.choices,
    ("enrolment", "outcome"): Outcome.choices, ("circumstance", "grp"): Group.choices,
    ("support", "kind"): SupportKind.choices, ("service", "field"): ServiceField.choices,
    ("incident", "kind"): IncidentKind.choices, ("assessment", "instrument"): Instrument.choices,
    ("attendance", "kind"): ActivityKind.choices, ("poverty", "status"): Poverty.choices,
    ("registration", "kind"): RegistrationKind.choices, ("facility", "kind"): FacilityKind.choices}
OPERATOR = {"<": _("nhỏ hơn"), "<=": _("nhiều nhất"), "=": _("đúng"), ">=": _("ít nhất"), ">": _("lớn hơn"),
            "<>": _("khác")}
