"""A definition, a period and a scope become one SQL text that every engine reads alike. Pure.

Only joins, EXISTS, counting subqueries correlated by equality, CASE, UNION ALL and GROUP BY are used, and every date
is an integer literal.
"""
from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mangnon.core import periods

from .period import Period
from .tables import TABLES
from .vocabulary import Definition, Part


@dataclass(frozen=True)
class Scope:
    """Which subjects: those in the units, or those of these ids (children, facilities); None = everyone."""

    units: frozenset[str] | None = None
    subjects: frozenset[str] | None = None


def literal(value: int | str | dt.date) -> str:
    if isinstance(value, dt.date):
        return str(value.toordinal())
    return str(int(value)) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def among(expression: str, values: Iterable[str]) -> str:
    listed = ", ".join(literal(v) for v in sorted(values))
    return f"{expression} IN ({listed})" if listed else "1 = 0"


class Compiler:
    """Compiles the parts of one definition for one period."""

    def __init__(self, definition: Definition, period: Period, settings: Mapping[str, Any]) -> None:
        self.definition, self.period, self.settings = definition, period, settings
        self.days, self.years = period.days(), period.years()
        self._depth = 0

    def rows(self, scope: Scope) -> str:
        """One row per part and subject: kind, subject, unit, sex, den, num, unk. The evidence behind a figure."""
        return self._union(self.parts(), scope)

    def _union(self, parts: list[Part], scope: Scope) -> str:
        return " UNION ALL ".join(self._part(part, scope) for part in parts)

    def subjects(self, scope: Scope) -> str:
        """One row per subject within the scope: distinct, as measures.md counts; the lists behind a figure."""
        return (f"SELECT kind, subject, MAX(sex) AS sex, MAX(den) AS den, {self.pick}(num) AS num, "
                f"CASE WHEN MAX(num) = 1 THEN 0 ELSE MAX(unk) END AS unk "
                f"FROM ({self.rows(scope)}) r GROUP BY kind, subject")

    def figure(self, scope: Scope) -> str:
        """One row: num, den, unk of everything within the scope."""
        return (f"SELECT COALESCE(SUM(num), 0), COALESCE(SUM(den), 0), COALESCE(SUM(unk), 0) "
                f"FROM ({self.subjects(scope)}) s")

    def facts(self, scope: Scope) -> str:
        """unit, sex, num, den, unk for each unit that rows name; sums hold upward where persons are not distinct."""
        return ("SELECT unit, sex, SUM(num) AS num, SUM(den) AS den, SUM(CASE WHEN hit = 1 THEN 0 ELSE unk END) AS unk "
                f"FROM ({self.by_subject(scope)}) s GROUP BY unit, sex")

    def by_subject(self, scope: Scope) -> str:
        """kind, subject, unit, sex, den, num, hit, unk: what facts() sums, before it is summed. hit: counted at all."""
        return (f"SELECT kind, subject, unit, sex, MAX(den) AS den, {self.pick}(num) AS num, MAX(num) AS hit, "
                f"MAX(unk) AS unk FROM ({self.rows(scope)}) r GROUP BY kind, subject, unit, sex")

    def together(self, scope: Scope) -> str:
        """kind, subject, unit, sex, num, den, unk, hit: all that a figure of any units together can be told from.

        Subjects whose rows name one unit only are summed by unit and sex, without a subject: they add up. The few
        others come row by row, a row for each unit; hit: whether any of its rows is in the numerator.
        """
        one = (f"SELECT MIN(unit) AS unit, MAX(unit) AS last_, MAX(sex) AS sex, MAX(den) AS den, {self.pick}(num) AS "
               "num, CASE WHEN MAX(hit) = 1 THEN 0 ELSE MAX(unk) END AS unk FROM held GROUP BY kind, subject")
        return (f"WITH held AS ({self.by_subject(scope)}) SELECT '' AS kind, '' AS subject, unit, sex, SUM(num) AS "
                f"num, SUM(den) AS den, SUM(unk) AS unk, 0 AS hit FROM ({one}) s WHERE unit = last_ GROUP BY unit, sex "
                "UNION ALL SELECT kind, subject, unit, sex, num, den, unk, hit FROM held WHERE (kind, subject) IN "
                "(SELECT kind, subject FROM held GROUP BY kind, subject HAVING MIN(unit) < MAX(unit))")

    @property
    def pick(self) -> str:
        return "MIN" if self.definition.every else "MAX"

    def shares(self) -> list[list[Part]]:
        """The parts, together only where one subject's rows in two of them decide upon each other."""
        parts = self.parts()
        apart = not self.definition.every and sum(p.den is not False for p in parts) < 2 and sum(
            p.num is not False or p.unk is not False for p in parts) < 2
        return [[part] for part in parts] if apart or len({p.subject for p in parts}) == len(parts) else [parts]

    @staticmethod
    def adds_up(parts: list[Part]) -> bool:
        """Whether sums over units are the figure of them together: one row a subject. Else subjects are distinct."""
        return len(parts) == 1 and parts[0].subject == parts[0].of and parts[0].of in ("child", "facility", "incident")

    def totals(self, parts: list[Part]) -> str:
        """unit, num, den, unk for each unit that rows name, where the rows add up as they are."""
        return ("SELECT unit, SUM(num) AS num, SUM(den) AS den, SUM(CASE WHEN num = 1 THEN 0 ELSE unk END) AS unk "
                f"FROM ({self._union(parts, Scope())}) r GROUP BY unit")

    def held(self, parts: list[Part]) -> str:
        """One row per subject and unit, from which a subject of any units together can be told."""
        return (f"SELECT kind, subject, unit, MAX(den) AS den, {self.pick}(num) AS num, MAX(num) AS hit, "
                f"MAX(unk) AS unk FROM ({self._union(parts, Scope())}) r GROUP BY kind, subject, unit")

    def parts(self) -> list[Part]:
        """The parts in force: some stand for one reading of the plan only."""
        def off(condition: Any) -> bool:
            if not isinstance(condition, list):
                return False
            if condition[0] == "not" and isinstance(condition[1], list):
                word, *name = condition[1]
                return word == "setting" and bool(self.settings[name[0]])
            return condition[0] == "setting" and not self.settings[condition[1]]
        return [part for part in self.definition.parts if not any(off(c) for c in part.where)]

    # -- parts

    def _part(self, part: Part, scope: Scope) -> str:
        source, unit, sex, holds = self._source(part, scope)
        where = [*holds, *(self._say(c, "t") for c in part.where)]
        den, num, unk = (self._flag(flag, "t") for flag in (part.den, part.num, part.unk))
        if scope.units is not None:
            where.append(among(unit, scope.units))
        if scope.subjects is not None:
            where.append(among(f"t.{TABLES[part.of].subject}", scope.subjects))
        kind = part.subject[0]
        return (f"SELECT '{kind}' AS kind, t.{part.subject} AS subject, {unit} AS unit, {sex} AS sex, {den} AS den, "
                f"{num} AS num, {unk} AS unk FROM {source} WHERE {' AND '.join(where) or '1 = 1'}")

    def _source(self, part: Part, scope: Scope) -> tuple[str, str, str, list[str]]:
        """FROM, the unit's expression, the sex's expression, what must hold for a row to be there."""
        name = TABLES[part.of].name
        if part.home == "own":
            return f"{name} t", "t.unit", "''", []
        if part.home in ("event", "detected"):
            return f"{name} t", f"t.{part.home}_unit", "t.sex", [f"t.{part.home}_unit IS NOT NULL"]
        if part.home in ("birth", "last"):
            return f"{name} t", f"t.{part.home}_unit", "t.sex", [f"t.{part.home}_unit IS NOT NULL"]
        person, join = "t", ""
        if part.of != "child":
            person, join = "p", f" JOIN {TABLES['child'].name} p ON p.child = t.child"
        day = {"turned_one": "t.turned_one", "left": "t.left_day"}.get(part.home) or str(self.days[part.home])
        join += (f" JOIN {TABLES['home'].name} h ON h.child = t.child AND h.from_day <= {day} AND h.to_day > {day}")
        join += self._latest(part, scope)
        return f"{name} t{join}", "h.unit", f"{person}.sex", [f"({person}.died IS NULL OR {person}.died > {day})"]

    def _latest(self, part: Part, scope: Scope) -> str:
        """The newest row of a table that fits, joined beside each child."""
        if not part.latest:
            return ""
        name = TABLES[part.latest["table"]].name
        fits = " AND ".join(self._say(c, "m") for c in part.latest["where"])
        if scope.subjects is not None:
            fits += " AND " + among("m.child", scope.subjects)
        return (f" LEFT JOIN (SELECT m.child AS child, MAX(m.day) AS day FROM {name} m WHERE {fits} GROUP BY m.child)"
                f" n ON n.child = t.child LEFT JOIN {name} l ON l.child = n.child AND l.day = n.day"
                + "".join(f" AND {self._say(c, 'l')}" for c in part.latest["where"]))

    # -- conditions

    def say(self, condition: Any, alias: str) -> str:
        """A condition as SQL over the row of that alias."""
        return self._say(condition, alias)

    def _flag(self, condition: Any, alias: str) -> str:
        if isinstance(condition, bool):
            return str(int(condition))
        return f"CASE WHEN {self._say(condition, alias)} THEN 1 ELSE 0 END"

    def _say(self, condition: Any, alias: str) -> str:
        if isinstance(condition, bool):
            return "1 = 1" if condition else "1 = 0"
        word, *rest = condition
        return getattr(self, f"_say_{word}")(alias, *rest)

    def _value(self, word: Any) -> Any:
        """A number, a day word, a year word or a setting as what stands in SQL."""
        if isinstance(word, str) and word.startswith("setting:"):
            return self.settings[word.removeprefix("setting:")]
        return self.days.get(word, self.years.get(word, word)) if isinstance(word, str) else word

    def _say_all(self, alias: str, *inner: Any) -> str:
        return "(" + " AND ".join(self._say(c, alias) for c in inner) + ")"

    def _say_any(self, alias: str, *inner: Any) -> str:
        return "(" + " OR ".join(self._say(c, alias) for c in inner) + ")"

    def _say_not(self, alias: str, inner: Any) -> str:
        return f"NOT {self._say(inner, alias)}"

    def _say_setting(self, alias: str, name: str) -> str:
        return "1 = 1" if self.settings[name] else "1 = 0"

    def _say_exact(self, alias: str) -> str:
        return f"({alias}.exact = 1)"

    def _say_age(self, alias: str, operator: str, years: Any) -> str:
        """Completed years on E; before the birth date taken the age is 0."""
        limit = int(self._value(years))
        if limit <= 0:
            return "(1 = 1)" if operator == ">=" else "(1 = 0)"
        born_by = periods.years_back(self.period.end, limit).toordinal()
        return f"({alias}.born {'<=' if operator == '>=' else '>'} {born_by})"

    def _say_born_in(self, alias: str, when: str) -> str:
        if when == "period":
            low, high = self.days["start"], self.days["end"]
        else:
            year = self.years[when]
            low, high = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
        return f"({alias}.born >= {low} AND {alias}.born <= {high})"

    def _say_is(self, alias: str, column: str, *values: Any) -> str:
        found = [self._value(v) for v in values]
        flat = [x for v in found for x in (v if isinstance(v, list | tuple) else [v])]
        return f"({alias}.{column} IN ({', '.join(literal(v) for v in flat)}))" if flat else "(1 = 0)"

    def _say_empty(self, alias: str, column: str) -> str:
        return f"({alias}.{column} IS NULL)"

    def _say_compare(self, alias: str, column: str, operator: str, other: Any) -> str:
        return f"({alias}.{column} {operator} {self._other(alias, other)})"

    def _other(self, alias: str, other: Any) -> str:
        if isinstance(other, str) and other.startswith("column:"):
            column, _, days = other.removeprefix("column:").partition("+")
            return f"{alias}.{column}" + (f" + {int(self._value(days))}" if days else "")
        return literal(self._value(other))

    def _say_in_period(self, alias: str, column: str) -> str:
        return f"({alias}.{column} >= {self.days['start']} AND {alias}.{column} <= {self.days['end']})"

    def _say_active(self, alias: str) -> str:
        return f"({alias}.from_day <= {self.days['end']} AND {alias}.to_day > {self.days['end']})"

    def _say_active_in_period(self, alias: str) -> str:
        return f"({alias}.from_day <= {self.days['end']} AND {alias}.to_day > {self.days['start']})"

    def _say_has(self, alias: str, table: str, least: int, *inner: Any) -> str:
        self._depth += 1
        own = f"x{self._depth}"
        fits = "".join(f" AND {self._say(c, own)}" for c in inner)
        self._depth -= 1
        key = TABLES[table].subject
        body = f"FROM {TABLES[table].name} {own} WHERE {own}.{key} = {alias}.{key}{fits}"
        return f"EXISTS (SELECT 1 {body})" if least == 1 else f"((SELECT COUNT(*) {body}) >= {int(least)})"

    def _say_latest_is(self, alias: str, *inner: Any) -> str:
        return "(l.day IS NOT NULL" + "".join(f" AND {self._say(c, 'l')}" for c in inner) + ")"

    def _say_bands(self, alias: str, months: str, score: str, bands: list[list[int]]) -> str:
        said = (f"({alias}.{months} >= {low} AND {alias}.{months} <= {high} AND {alias}.{score} >= {least})"
                for low, high, least in bands)
        return "(" + " OR ".join(said) + ")"

    def _say_doses(self, alias: str, setting: str) -> str:
        """Each series has its number of rows by the first birthday, inclusive."""
        said = [self._say_has(alias, "dose", series["doses"], ["is", "vaccine", *series["vaccines"]],
                              ["is", "by_one", 1]) for series in self.settings[setting]]
        return "(" + " AND ".join(said or ["1 = 1"]) + ")"

    def _say_due_doses(self, alias: str, setting: str) -> str:
        """For each series: rows given by E at least as many as doses due by E, a month of grace added.

        The version of the table that is valid on the due day applies; the due day follows from the birth date, so
        both bounds are birth dates.
        """
        series: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        for version in self.settings[setting]:
            for dose in version["doses"]:
                due = self._born_for_due(alias, dose["months"] + self.settings["grace_months"], version)
                series.setdefault(tuple(dose["vaccines"]), []).append((dose["nth"], due))
        said = []
        for vaccines, due_doses in series.items():
            # The highest dose that is due says how many rows of the series are needed.
            needed = " ".join(f"WHEN {due} THEN {int(nth)}" for nth, due in sorted(due_doses, reverse=True))
            given = (f"(SELECT COUNT(*) FROM {TABLES['dose'].name} d WHERE d.child = {alias}.child AND d.day <= "
                     f"{self.days['end']} AND {self._say_is('d', 'vaccine', *vaccines)})")
            said.append(f"{given} >= CASE {needed} ELSE 0 END")
        return "(" + " AND ".join(said or ["1 = 1"]) + ")"

    def _born_for_due(self, alias: str, months: int, version: Mapping[str, Any]) -> str:
        """The birth dates whose due day is reached by E and lies within the version's validity."""
        first, last = version.get("valid_from"), version.get("valid_to")
        latest = periods.months_back(self.period.end, months)
        if last is not None:
            latest = min(latest, periods.months_back(last - dt.timedelta(days=1), months))
        said = f"{alias}.born <= {latest.toordinal()}"
        if first is not None:
            said += f" AND {alias}.born > {periods.months_back(first - dt.timedelta(days=1), months).toordinal()}"
        return said
