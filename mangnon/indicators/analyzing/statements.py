"""The projection of a register folder as SQL: what projection.py says row by row, said of columns. Pure.

Each statement reads relations that stand by then: ``typed`` (the file's rows, see typed.py), ``known_units`` and
``people`` (the accepted units and children with the number each is called by here), ``home``. A generative test holds
the tables equal to those of projection.py.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..tables import FOREVER
from .dialects import Dialect, months, years
from .relevance import OF_A_CHILD
from .typed import earliest


@dataclass(frozen=True)
class Step:
    """One file's way into the projection.

    file: the table of the format.  into: the relation made.  columns: what is read of the file.  key: the columns of
    ``into`` by which a second row is a duplicate.  made: the columns of ``into``.  source: FROM, with {typed} for the
    file's typed rows ``t``.  good: what must hold for a row to be taken.  person: whether the child stands beside it.
    """

    file: str
    into: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    made: Mapping[str, str]
    source: str
    good: str = "t.fine AND p.child IS NOT NULL"
    person: bool = True

    def sql(self, typed: str, *, good: str, relevant: str, lined: bool) -> str:
        """The rows that are good or not ({good} is "" to keep both, for counting), of the relevant ones."""
        columns = [f"{expression} AS {name}" for name, expression in self.made.items()]
        beside = [f"p.{name} AS {name}" for name in OF_A_CHILD if self.person] + ["t.line AS line"] * lined
        kept = ", ".join([*(f"m.{name}" for name in self.made), "m.good", *["m.line"] * lined])
        return (f"SELECT {kept} FROM (SELECT {', '.join([*columns, *beside])}, coalesce({self.good}, false) AS good "
                f"FROM {self.source.format(typed=typed)}) m WHERE {good or 'NOT m.good OR '}{relevant}")


def end(day: str, d: Dialect) -> str:
    return f"coalesce({d.ordinal(day)}, {FOREVER})"


def middle(born: str, precision: str) -> str:
    """The day taken where only month or year is known: the 15th; 30 June."""
    return (f"(CASE {precision} WHEN 'year' THEN make_date(year({born}), 6, 30) WHEN 'month' THEN "
            f"make_date(year({born}), month({born}), 15) ELSE {born} END)")


def latest(born: str, precision: str, d: Dialect) -> str:
    """The number of the last day that a birth date may mean."""
    next_month = f"make_date(year({born}) + CAST(floor(month({born}) / 12) AS INT), month({born}) % 12 + 1, 1)"
    return (f"(CASE {precision} WHEN 'year' THEN {d.ordinal(f'make_date(year({born}), 12, 31)')} WHEN 'month' THEN "
            f"{d.ordinal(next_month)} - 1 ELSE {d.ordinal(born)} END)")


PERSON = "{typed} t LEFT JOIN people p ON p.id = t.child_id"


def people(d: Dialect, number: str) -> Step:
    """Children by themselves. number: the expression that calls each by a number (or by the id itself)."""
    born, precision = "t.born_on", "t.born_precision"
    taken = middle(born, precision)
    return Step("children", "people", ("child_id", "sex", "born_on", "born_precision", "birth_registered_on",
                                       "died_on"), ("id",), {
        "child": number, "id": "t.child_id", "sex": "t.sex",
        "exact": f"CASE WHEN {precision} = 'day' THEN 1 ELSE 0 END", "born_on": taken, "born": d.ordinal(taken),
        "turned_one": f"{d.ordinal(f'make_date(year({taken}) + 1, month({taken}), 1)')} + day({taken}) - 1",
        "first_possible": d.ordinal(earliest(born, precision)), "last_possible": latest(born, precision, d),
        "registered": d.ordinal("t.birth_registered_on"), "died_on": "t.died_on", "died": d.ordinal("t.died_on"),
    }, "{typed} t", "t.fine", False)


def residences(d: Dialect) -> Step:
    return Step("residences", "residence", ("child_id", "unit_id", "from_on", "to_on"), ("child", "from_day"), {
        "child": "p.child", "unit": "u.unit", "from_day": d.ordinal("t.from_on"), "to_day": end("t.to_on", d),
    }, PERSON + " LEFT JOIN known_units u ON u.id = t.unit_id", "t.fine AND p.child IS NOT NULL AND u.id IS NOT NULL")


HOME = f"""
WITH counted AS (SELECT child, count(*) AS rows_, max(to_day) AS last_ FROM residence GROUP BY child),
several AS (SELECT r.* FROM residence r JOIN counted c ON c.child = r.child AND c.rows_ > 1
    WHERE r.to_day > r.from_day),
edges AS (SELECT child, from_day AS day FROM several UNION SELECT child, to_day FROM several WHERE to_day < {FOREVER}),
spans AS (SELECT child, day AS from_day, coalesce(lead(day) OVER (PARTITION BY child ORDER BY day), {FOREVER}) AS to_day
    FROM edges),
holding AS (SELECT s.child, s.from_day, s.to_day, max_by(r.unit, r.from_day) AS unit FROM spans s JOIN several r
    ON r.child = s.child AND r.from_day <= s.from_day AND r.to_day > s.from_day GROUP BY s.child, s.from_day, s.to_day)
SELECT r.child, r.unit, r.from_day, r.to_day FROM residence r JOIN counted c ON c.child = r.child AND c.rows_ = 1
WHERE r.to_day > r.from_day UNION ALL SELECT child, unit, from_day, to_day FROM holding"""
"""Homes without overlap: on each day the row that begins later holds; rows of no day are no home."""


def child(d: Dialect) -> str:
    """The projection's child: what people are, with the homes of their birth and their death."""
    taken = "CASE WHEN p.exact = 1 THEN p.born ELSE least(p.last_possible, p.died) END"
    known = "p.died IS NOT NULL AND (p.exact = 1 OR p.first_possible <= p.died)"
    # Without an exact birth date the age at death is the least it may have been: born as late as possible.
    aged = (f"CASE WHEN p.exact = 1 THEN {years('p.born_on', 'p.died_on')} WHEN p.last_possible >= p.died THEN 0 "
            f"ELSE {years('p.last_on', 'p.died_on')} END")
    return (
        "WITH first AS (SELECT child, min_by(unit, from_day) AS unit, min(from_day) AS day FROM residence "
        "GROUP BY child), "
        "last AS (SELECT r.child, max_by(r.unit, r.from_day) AS unit FROM residence r JOIN people p "
        "ON p.child = r.child AND p.died IS NOT NULL AND r.from_day <= p.died GROUP BY r.child) "
        f"SELECT p.child, p.sex, p.exact, p.born, p.turned_one, p.registered, p.died, "
        f"CASE WHEN {known} THEN p.died - ({taken}) END AS died_days, CASE WHEN {known} THEN {aged} END AS died_years, "
        "l.unit AS last_unit, f.unit AS birth_unit, f.day - p.born AS birth_gap FROM "
        f"(SELECT q.*, {_day_of('q.last_possible', d)} AS last_on FROM people q) p "
        "LEFT JOIN first f ON f.child = p.child LEFT JOIN last l ON l.child = p.child")


def _day_of(number: str, d: Dialect) -> str:
    """A day's number as a date."""
    if d.mark == '"':
        return f"(DATE '0001-01-01' + ({number} - 1))"
    return f"date_add(DATE'0001-01-01', {number} - 1)"


def events(d: Dialect) -> list[Step]:
    """All that hangs on children, but measurements and incidents."""
    given, left = d.ordinal("t.given_on"), d.ordinal("make_date(t.school_year + 1, 5, 31)")
    return [
        Step("doses", "dose", ("child_id", "vaccine", "given_on"), ("child", "vaccine", "day"), {
            "child": "p.child", "vaccine": "t.vaccine", "day": given,
            "by_one": f"CASE WHEN {given} <= p.turned_one THEN 1 ELSE 0 END"}, PERSON),
        Step("enrolments", "enrolment", ("child_id", "facility_id", "school_year", "grade", "entered_on", "left_on",
                                         "outcome"), ("child", "facility", "first_year", "entered"), {
            "child": "p.child", "facility": "t.facility_id", "first_year": "t.school_year", "grade": "t.grade",
            "entered": d.ordinal("t.entered_on"), "left_day": f"coalesce({d.ordinal('t.left_on')}, {left})",
            "outcome": "t.outcome"}, PERSON + " LEFT JOIN facility f ON f.facility = t.facility_id",
            "t.fine AND p.child IS NOT NULL AND (t.facility_id IS NULL OR f.facility IS NOT NULL)"),
        _interval(d, "circumstances", "circumstance", "grp", "group"),
        _interval(d, "disabilities", "disability", "needs", "needs_schooling"),
        _interval(d, "supports", "support", "kind", "kind"),
        Step("services", "service", ("child_id", "field", "received_on"), ("child", "field", "day"), {
            "child": "p.child", "field": "t.field", "day": d.ordinal("t.received_on")}, PERSON),
        Step("assessments", "assessment", ("child_id", "assessed_on", "instrument", "score"),
             ("child", "day", "instrument"), {
            "child": "p.child", "instrument": "t.instrument", "day": d.ordinal("t.assessed_on"), "score": "t.score",
            "months": f"CASE WHEN p.exact = 1 THEN {months('p.born_on', 't.assessed_on')} END"}, PERSON),
        Step("attendance", "attendance", ("activity_id", "child_id"), ("activity", "child"), {
            "child": "p.child", "activity": "t.activity_id", "kind": "a.kind", "day": "a.day"},
            PERSON + " LEFT JOIN activity a ON a.activity = t.activity_id",
            "t.fine AND p.child IS NOT NULL AND a.activity IS NOT NULL"),
    ]


def _interval(d: Dialect, file: str, into: str, word: str, read: str) -> Step:
    key = ("child", word, "from_day") if read in ("group", "kind") else ("child", "from_day")
    return Step(file, into, ("child_id", read, "from_on", "to_on"), key, {
        "child": "p.child", word: f"t.{d.name(read)}", "from_day": d.ordinal("t.from_on"), "to_day": end("t.to_on", d)},
        PERSON)


def measurements(d: Dialect) -> Step:
    """What the z-scores are computed from; the birth date counts only where it is exact."""
    return Step("measurements", "measured", ("child_id", "measured_on", "weight_kg", "height_cm", "position",
                                             "oedema"), ("child", "day"), {
        "child": "p.child", "day": d.ordinal("t.measured_on"),
        "age": f"CASE WHEN p.exact = 1 THEN {d.ordinal('t.measured_on')} - p.born ELSE -1 END",
        "sex": "CASE p.sex WHEN 'male' THEN 1 WHEN 'female' THEN 2 ELSE 0 END",
        "weight": "t.weight_kg", "height": "t.height_cm",
        "position": "CASE t.position WHEN 'lying' THEN 1 WHEN 'standing' THEN 2 ELSE 0 END",
        "oedema": "coalesce(t.oedema, 0)"}, PERSON)


def happened(d: Dialect) -> Step:
    """Incidents as written; where and how old the child was follows from her homes."""
    return Step("incidents", "happened", ("incident_id", "child_id", "kind", "occurred_on", "detected_on", "confirmed",
                                          "fatal", "relieved_on"), ("incident",), {
        "child": "p.child", "incident": "t.incident_id", "kind": "t.kind",
        "on_": "coalesce(t.occurred_on, t.detected_on)", "found_on": "t.detected_on", "confirmed": "t.confirmed",
        "fatal": "t.fatal", "relieved": d.ordinal("t.relieved_on")}, PERSON)


def incident(d: Dialect) -> str:
    """Home and completed years on an event's day; someone who has died by it counts where and as she died."""
    def at(on: str, number: str, home: str) -> tuple[str, str]:
        died = f"p.died IS NOT NULL AND p.died <= i.{number}"
        return (f"CASE WHEN {died} THEN c.last_unit ELSE {home}.unit END",
                f"CASE WHEN {died} THEN {years('p.born_on', 'p.died_on')} ELSE {years('p.born_on', f'i.{on}')} END")

    event_unit, event_age = at("on_", "day", "h")
    found_unit, found_age = at("found_on", "detected", "g")
    return (
        "SELECT i.child, i.incident, p.sex, i.kind, i.day, i.detected, i.confirmed, i.fatal, i.relieved, "
        f"{event_unit} AS event_unit, {event_age} AS event_age, {found_unit} AS detected_unit, "
        f"{found_age} AS detected_age FROM (SELECT x.*, {d.ordinal('x.on_')} AS day, {d.ordinal('x.found_on')} "
        "AS detected FROM happened x) i JOIN people p ON p.child = i.child JOIN child c ON c.child = i.child "
        "LEFT JOIN home h ON h.child = i.child AND h.from_day <= i.day AND h.to_day > i.day "
        "LEFT JOIN home g ON g.child = i.child AND g.from_day <= i.detected AND g.to_day > i.detected")


def places(d: Dialect) -> list[Step]:
    """Facilities, their checks, activities and declared figures."""
    checks = ("sanitation", "psychological_support", "accessible_building", "accessible_materials", "operating")
    unit = "{typed} t LEFT JOIN known_units u ON u.id = t.unit_id"
    return [
        Step("facilities", "facility", ("facility_id", "kind", "unit_id", "opened_on", "closed_on"), ("facility",), {
            "facility": "t.facility_id", "unit": "u.unit", "kind": "t.kind",
            "opened": f"coalesce({d.ordinal('t.opened_on')}, 0)", "closed": end("t.closed_on", d)}, unit,
            "t.fine AND u.id IS NOT NULL", False),
        Step("facility_checks", "check", ("facility_id", "year", *checks), ("facility", "year"), {
            "facility": "t.facility_id", "year": "t.year", **{c: f"t.{c}" for c in checks}},
            "{typed} t LEFT JOIN facility f ON f.facility = t.facility_id", "t.fine AND f.facility IS NOT NULL", False),
        Step("activities", "activity", ("activity_id", "kind", "held_on", "unit_id"), ("activity",), {
            "activity": "t.activity_id", "kind": "t.kind", "day": d.ordinal("t.held_on")}, unit,
            "t.fine AND (t.unit_id IS NULL OR u.id IS NOT NULL)", False),
        Step("declared", "declared", ("measure", "unit_id", "year", "numerator", "denominator"),
             ("measure", "unit", "year"), {
            "unit": "u.unit", "measure": "t.measure", "year": "t.year", "numerator": "t.numerator",
            "denominator": "t.denominator"}, unit, "t.fine AND u.id IS NOT NULL", False),
    ]
