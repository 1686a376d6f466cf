"""Which row of the register a list's fact is of: its key is seldom what the list knows. Pure.

A roll does not say since when a pupil is at the school; a list of the poor does not say when the status began. Where a
row of the same matter stands, the fact is of that row.
"""
from __future__ import annotations

import datetime as dt

OPEN = {"circumstances": ("group",), "disabilities": (), "registrations": ("kind",), "supports": ("kind",),
        "at_risk": ("sign",)}
"""Tables of intervals, and what besides the child makes two rows the same matter while they are open."""
NEAR_DOSE_DAYS = 7
"""Two doses of one vaccine so close together are one, written by two hands."""


def settle(table: str, cells: dict[str, str], stands: list[dict[str, str]], day: str) -> dict[str, str] | None:
    """The fact's cells with the key of the row it is of; None where the register says it already."""
    if table == "enrolments":
        return _enrolment(cells, stands)
    if table == "doses" and any(row["vaccine"] == cells["vaccine"] and row["given_on"] == cells["given_on"]
                                for row in stands):
        return None
    if table in OPEN:
        open_rows = [row for row in stands if row["from_on"] <= day and (not row["to_on"] or row["to_on"] > day)
                     and all(row[name] == cells.get(name, "") for name in OPEN[table])]
        if open_rows:
            return {**cells, "from_on": max(row["from_on"] for row in open_rows)}
    return cells


def _enrolment(cells: dict[str, str], stands: list[dict[str, str]]) -> dict[str, str]:
    """At the same school in the same year it is that enrolment, whenever it began; what became of it stands."""
    here = [row for row in stands if row["facility_id"] == cells["facility_id"]
            and row["school_year"] == cells["school_year"] and not row["left_on"]]
    if not here:
        return cells
    last = max(here, key=lambda row: row["entered_on"])
    return {**cells, "entered_on": last["entered_on"], "outcome": last["outcome"] or cells.get("outcome", "")}


def near_dose(cells: dict[str, str], stands: list[dict[str, str]]) -> str:
    """The day of a dose of the same vaccine that stands a few days from this one, or ""."""
    day = dt.date.fromisoformat(cells["given_on"])
    return next((row["given_on"] for row in stands if row["vaccine"] == cells["vaccine"] and abs(
        (dt.date.fromisoformat(row["given_on"]) - day).days) < NEAR_DOSE_DAYS), "")
