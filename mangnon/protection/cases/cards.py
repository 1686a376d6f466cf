"""What other parts of the room put on a case's page: each a template with its data, in order."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .models import Case

cards: list[tuple[str, Callable[[Any, Case], dict[str, Any] | None]]] = []
"""(template, function): takes (user, case she reads) and returns the data; None where there is nothing to show."""


def cards_of(user: Any, case: Case) -> list[tuple[str, dict[str, Any]]]:
    found = [(template, tell(user, case)) for template, tell in cards]
    return [(template, data) for template, data in found if data is not None]
