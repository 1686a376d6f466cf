"""What each kind of list is to hold and whose word counts for what: the file ``sources.toml``, checked when read."""
from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("sources.toml")
REGISTER = "register"
OFFICES = ("register", "justice", "police", "school", "station", "welfare")
WHO = ("resident", "enrolled", "poor", "disabled", "born")
FIELDS = ("full_name", "born_on", "sex", "mother_name", "personal_id", "village", "class_name")


@dataclass(frozen=True)
class Scope:
    """Whom a list is to hold. first, end: completed years of age, the end not included."""

    office: str
    whole: bool
    who: str
    first: int
    end: int
    quiet: bool = False


@dataclass(frozen=True)
class Rules:
    """The file. believed: field to offices, the most trusted first."""

    scopes: dict[str, Scope]
    believed: dict[str, tuple[str, ...]]
    official: frozenset[str]
    register_within_days: int
    first_days: int
    answer_within_days: int
    unite_within_days: int
    supplement_below: float


@cache
def rules() -> Rules:
    """The file as it stands. Raises ValueError where it says something that nobody understands."""
    return read(tomllib.loads(FILE.read_text(encoding="utf-8")))


def read(data: dict[str, Any]) -> Rules:
    """Check what the file says. Raises ValueError with what is wrong."""
    scopes = {kind: Scope(said["office"], said["whole"], said["who"], said["from"], said["to"],
                          said.get("quiet", False)) for kind, said in data["kinds"].items()}
    for kind, scope in scopes.items():
        if scope.office not in OFFICES or scope.who not in WHO or not 0 <= scope.first < scope.end:
            raise ValueError(f"sources.toml: kinds.{kind}")
    believed = {field: tuple(offices) for field, offices in data["believed"].items()}
    if set(believed) != set(FIELDS) or any(set(offices) - set(OFFICES) for offices in believed.values()):
        raise ValueError("sources.toml: believed")
    births = data["births"]
    return Rules(scopes, believed, frozenset(data["official"]["offices"]), births["register_within_days"],
                 births["first_days"], data["letter"]["answer_within_days"], data["lists"]["unite_within_days"],
                 data["lists"]["supplement_below"])
