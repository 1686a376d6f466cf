"""The own measures there are: the commune's, and the province's, which come as files in the data folder."""
from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..models import OwnMeasure
from ..own_models import OPERATORS, UNITS
from ..verdict import Rules, Target
from ..vocabulary import Definition, definitions
from .check import Problem
from .definition import LONGEST, Read, digest, parse, read

CODE = re.compile(r"[A-Z][A-Z0-9]{0,7}")
BESIDE = ("measure", "label", "noun", "unit", "operator", "goals", "based_on")
"""What a file of the province says at its top besides the definition."""
MOST_FILES = 100


@dataclass(frozen=True)
class Own:
    """An own measure as pages show it. province: it came as a file.  goals: year to value."""

    code: str
    label: str
    noun: str
    unit: str
    operator: str
    goals: Mapping[int, Decimal]
    based_on: str
    text: str
    province: bool
    archived: bool
    read: Read

    @property
    def definition(self) -> Definition | None:
        return self.read.definition

    @property
    def hash(self) -> str:
        return digest(self.text)

    @property
    def rules(self) -> Rules:
        return Rules(self.unit, self.read.definition.unknown_joins if self.read.definition else "both")

    def target(self, year: int) -> Target | None:
        return Target(self.operator, self.goals[year]) if year in self.goals else None

    unknown_words = ""


@dataclass(frozen=True)
class Refused:
    """A file of the province that is not used, and why."""

    name: str
    problems: list[Problem]


@lru_cache(maxsize=256)
def _read(text: str, code: str, unit: str, beside: tuple[str, ...], language: str) -> Read:
    """Read once for each language: faults are sentences."""
    return read(text, code, unit, beside)


def reading(text: str, code: str, unit: str, beside: tuple[str, ...] = ()) -> Read:
    return _read(text, code, unit, beside, get_language() or "vi")


def own_of(row: OwnMeasure) -> Own:
    goals = {int(year): Decimal(value) for year, value in row.goals.items()}
    return Own(row.code, row.label, row.noun, row.unit, row.operator, goals, row.based_on, row.text, False,
               row.archived_on is not None, reading(row.text, row.code, row.unit))


def all_own() -> tuple[list[Own], list[Refused]]:
    """Every own measure in the order of its code, and the files that were refused."""
    found = {row.code: own_of(row) for row in OwnMeasure.objects.order_by("code")}
    refused = []
    for path in files():
        made = _from_file(path)
        if isinstance(made, Own) and made.code in found:
            made = Refused(path.name, [Problem(1, _("Mã “%(code)s” đã dùng cho chỉ tiêu khác.") % {"code": made.code})])
        if isinstance(made, Refused):
            refused.append(made)
        else:
            found[made.code] = made
    return sorted(found.values(), key=lambda o: (o.province, len(o.code), o.code)), refused


def one(code: str) -> Own | None:
    row = OwnMeasure.objects.filter(code=code).first()
    return own_of(row) if row else next((o for o in all_own()[0] if o.code == code), None)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "definitions"


def files() -> list[Path]:
    return sorted(folder().glob("*.toml"))[:MOST_FILES] if folder().is_dir() else []


def _from_file(path: Path) -> Own | Refused:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return Refused(path.name, [Problem(1, _("Không đọc được tệp. Hãy lưu tệp dạng UTF-8."))])
    return _parsed(path.name, text.replace("\r\n", "\n"), get_language() or "vi")


@lru_cache(maxsize=256)
def _parsed(name: str, text: str, language: str) -> Own | Refused:
    data, problems = parse(text) if len(text) <= LONGEST else ({}, [Problem(1, _("Tệp dài quá."))])
    if problems:
        return Refused(name, problems)
    faults = [Problem(1, words) for words in _head_faults(data)]
    unit = data.get("unit", "%")
    made = reading(text, str(data.get("measure", ""))[:8], unit if isinstance(unit, str) else "%", BESIDE)
    if faults or made.problems:
        return Refused(name, sorted([*faults, *made.problems], key=lambda p: p.line))
    goals = {int(year): Decimal(str(value)) for year, value in data.get("goals", {}).items()}
    return Own(data["measure"], data["label"], data.get("noun", "trẻ"), unit, data.get("operator", ">="), goals,
               data.get("based_on", ""), text, True, False, made)


def _head_faults(data: Mapping[str, Any]) -> list[str]:
    """What a file says of its measure that cannot be."""
    found = []
    if not isinstance(data.get("measure"), str) or not CODE.fullmatch(data["measure"]):
        found.append(code_words())
    if not isinstance(data.get("label"), str) or not 0 < len(data["label"]) <= 200:
        found.append(_("Chỉ tiêu cần có tên (label)."))
    if not isinstance(data.get("noun", ""), str) or len(data.get("noun", "")) > 40:
        found.append(_("“noun” là một danh từ ngắn, như trẻ."))
    if not _among(data.get("unit", "%"), dict(UNITS)):
        found.append(_("“unit” là một trong: %(known)s.") % {"known": ", ".join(dict(UNITS))})
    if not _among(data.get("operator", ">="), dict(OPERATORS)):
        found.append(_("“operator” là một trong: %(known)s.") % {"known": " ".join(dict(OPERATORS))})
    if not _among(data.get("based_on", ""), ("", *definitions())):
        found.append(_("“based_on” là mã một dòng của kế hoạch."))
    goals = data.get("goals", {})
    if not isinstance(goals, Mapping) or not all(_is_goal(y, v) for y, v in goals.items()):
        found.append(_("“goals” viết như { 2026 = 85, 2030 = 95 }."))
    return found


def _among(word: Any, known: Collection[str]) -> bool:
    return isinstance(word, str) and word in known


def _is_goal(year: Any, value: Any) -> bool:
    try:
        return 2000 <= int(year) <= 2100 and not isinstance(value, bool) and 0 <= Decimal(str(value)) < 10**9
    except (ValueError, InvalidOperation):
        return False


def code_words() -> str:
    return _("Mã bắt đầu bằng một chữ hoa, rồi chữ hoa hoặc số, nhiều nhất 8 chữ, như X1.")
