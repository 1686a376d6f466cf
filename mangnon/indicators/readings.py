"""The readings as data: what the plan leaves open, our default, and what the commune decided. Pure."""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reading:
    """One open point of the plan. value: our default.  kind: how it is chosen on the settings page.

    title, text, choices have an English twin each, which pages in English show.
    """

    name: str
    lines: tuple[str, ...]
    kind: str
    value: Any
    title: str
    text: str
    choices: Mapping[str, str]
    title_en: str
    text_en: str
    choices_en: Mapping[str, str]


@lru_cache(maxsize=1)
def readings() -> dict[str, Reading]:
    """Every reading by name."""
    data = tomllib.loads((Path(__file__).parent / "readings.toml").read_text(encoding="utf-8"))
    return {name: Reading(name, tuple(r["lines"]), r["kind"], r["value"], r["title"], r["text"],
                          r.get("choices", {}), r["title_en"], r["text_en"], r.get("choices_en", {}))
            for name, r in data.items()}


def settings_with(decided: Mapping[str, Any]) -> dict[str, Any]:
    """Return every setting's value: the commune's where it decided, else the default."""
    return {name: decided.get(name, reading.value) for name, reading in readings().items()}
