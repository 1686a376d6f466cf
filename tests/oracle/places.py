"""Which unit a code names, and which units lie below it."""

from __future__ import annotations

import datetime as dt

from tests.oracle.reader import Register, Row


class Refused(ValueError):
    """A question that has no answer."""


def bearer(register: Register, code: str, day: dt.date) -> Row:
    """The unit that bears the code on the day, else the last before, else the first after."""
    bearers = [unit for unit in register.units.values() if unit["code"] == code]
    if not bearers:
        raise Refused(f"no unit bears {code}")
    gone = [unit for unit in bearers if unit["valid_from"] <= day]
    standing = [unit for unit in gone if unit["valid_to"] is None or unit["valid_to"] > day]
    if standing:
        return max(standing, key=lambda unit: unit["valid_from"])
    if gone:
        return max(gone, key=lambda unit: (unit["valid_to"], unit["valid_from"]))
    return min(bearers, key=lambda unit: unit["valid_from"])


def named(register: Register, asked: str, borders: dt.date) -> Row:
    """The unit that `CODE` (as of the borders day) or `CODE@day` names."""
    code, _, day = asked.partition("@")
    return bearer(register, code, dt.date.fromisoformat(day) if day else borders)


def territory(register: Register, unit_id: str, borders: dt.date) -> set[str]:
    """The unit and all that reach it by steps to a parent or to a successor by the borders day."""
    inside = {unit_id}
    grown = True
    while grown:
        grown = False
        steps = [(unit["unit_id"], unit["parent_id"]) for unit in register.units.values()]
        for row in register.rows["unit_successions.csv"]:
            if row["on"] <= borders:
                steps.append((row["predecessor_id"], row["successor_id"]))
        for lower, upper in steps:
            if upper in inside and lower not in inside:
                inside.add(lower)
                grown = True
    return inside
