"""The year's injuries on a grid: cause and place typed in, rows written one by one."""
from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.core import records
from mangnon.web import meanwhile

from .injuries import age_of, day_of
from .injury_models import Cause, InjuryDetail, Spot
from .models import Incident

KNOWN: dict[str, list[str]] = {"cause": Cause.values, "spot": Spot.values}


class CauseRow:
    """One injury with what was typed. seen: what the page was drawn from.  error: why the line was not written."""

    def __init__(self, incident: Incident, typed: Any) -> None:
        self.incident, self.error = incident, ""
        self.standing: InjuryDetail | None = getattr(incident, "injury_detail", None)
        self.seen = typed.get(f"dau-{incident.pk}", self.stamp) if typed is not None else self.stamp
        self.values: dict[str, Any] = {}
        for name, known in KNOWN.items():
            kept = getattr(self.standing, name, "")
            value = typed.get(f"{name}-{incident.pk}", kept) if typed is not None else kept
            self.values[name] = value if value in ("", *known) else kept
        if self.standing and self.seen != self.stamp and meanwhile.untouched(self.standing, self.seen, self.values):
            self.values, self.seen = {name: getattr(self.standing, name) for name in KNOWN}, self.stamp

    @property
    def stamp(self) -> str:
        return str(self.standing.seq) if self.standing else ""

    @property
    def day(self) -> dt.date:
        return day_of(self.incident)

    @property
    def age(self) -> int:
        return age_of(self.incident)

    def write(self, by: Any) -> bool:
        """Write the line where it differs, unless somebody wrote it since. Returns whether it was written."""
        if all(getattr(self.standing, name, "") == value for name, value in self.values.items()):
            return False
        if self.standing and self.seen != self.stamp:
            self.error = meanwhile.told(self.standing, self.seen)
            self.seen = self.stamp
            return False
        row = self.standing
        self.standing, self.error = meanwhile.line(row, lambda: records.correct(
            row, by=by, expect=row.seq, **self.values) if row else records.create(
                InjuryDetail, by=by, incident=self.incident, **self.values))
        self.seen = self.stamp
        return not self.error
