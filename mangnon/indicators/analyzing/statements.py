"""The projection of a register folder as SQL: what projection.py says row by row, said of columns. Pure.

Each statement reads relations that stand by then: ``typed`` (the file's rows, see typed.py), ``known_units`` and
``people`` (the accepted units and children with the number each is called by here), ``home``. A generative test holds
the tables equal to those of projection.py.
"""
from __future__ import annotations

from dataclasses import dataclass

from ..tables import FOREVER
from .dialects import Dialect, months, years
from .typed import earliest


@dataclass(frozen=True)
class Step:
    """One file's way into the projection.

    file: the table of the format.  into: the relation made.  columns: what is read of the file.  key: the columns of
    ``into`` by which a second row is a duplicate.  sql: the SELECT, with {typed} for the file's typed rows.
    """

    file: str
    into: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    sql: str


BESIDE = {
    "people": ("child", "id", "sex", "exact", "born_on", "born", "first_possible", "last_possible", "registered",
               "died_on", "died"),
    "residence": ("child", "unit", "from_day", "to_day"),
    "measured": ("child", "day", "age", "sex", "weight", "height", "position", "oedema"),
    "happened": ("child", "incident", "kind", "on_", "found_on", "confirmed", "fatal", "relieved"),
    "activity": ("activity", "kind", "day"),
}
"""Relations beside the projection's own, and their columns."""


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


def people(d: Dialect, number: str) -> Step:
    """Children by themselves. number: the expression that calls each by a number (or by the id itself)."""
    born, precision = "t.born_on", "t.born_precision"
    return Step("children", "people", ("child_id", "sex", "born_on", "born_precision", "birth_registered_on", "died_on"),
                ("id",), (
        f"SELECT {number} AS child, t.child_id AS id, t.sex AS sex, CASE WHEN {precision} = 'day' THEN 1 ELSE 0 END "
        f"AS exact, {middle(born, precision)} AS born_on, {d.ordinal(middle(born, precision))} AS born, "
        f"{d.ordinal(earliest(born, precision))} AS first_possible, {latest(born, precision, d)} AS last_possible, "
        f"{d.ordinal('t.birth_registered_on')} AS registered, t.died_on AS died_on, {d.ordinal('t.died_on')} AS died "
        "{lined} FROM {typed} t WHERE t.fine"))


def residences(d: Dialect) -> Step:
    return Step("residences", "residence", ("child_id", "unit_id", "from_on", "to_on"), ("child", "from_day"), (
        f"SELECT p.child AS child, u.unit AS unit, {d.ordinal('t.from_on')} AS from_day, {end('t.to_on', d)} AS to_day "
        "{lined} FROM {typed} t JOIN people p ON p.id = t.child_id JOIN known_units u ON u.id = t.unit_id "
        "WHERE t.fine"))


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
    turned = f"({d.ordinal('make_date(year(p.born_on) + 1, month(p.born_on), 1)')} + day(p.born_on) - 1)"
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
        f"SELECT p.child, p.sex, p.exact, p.born, {turned} AS turned_one, p.registered, p.died, "
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
    turned = f"({d.ordinal('make_date(year(p.born_on) + 1, month(p.born_on), 1)')} + day(p.born_on) - 1)"
    months_ = f"CASE WHEN p.exact = 1 THEN {months('p.born_on', 't.assessed_on')} END"
    left = f"coalesce({d.ordinal('t.left_on')}, {d.ordinal('make_date(t.school_year + 1, 5, 31)')})"
    here = " {lined} FROM {typed} t JOIN people p ON p.id = t.child_id "
    group = f"t.{d.name('group')}"

    def interval(file: str, into: str, word: str, read: str) -> Step:
        name = {"group": group}.get(read, f"t.{read}")
        return Step(file, into, ("child_id", read, "from_on", "to_on"), tuple(
            w for w in ("child", word, "from_day") if w != "needs"), (
            f"SELECT p.child AS child, {name} AS {word}, {d.ordinal('t.from_on')} AS from_day, "
            f"{end('t.to_on', d)} AS to_day" + here + "WHERE t.fine"))

    return [
        Step("doses", "dose", ("child_id", "vaccine", "given_on"), ("child", "vaccine", "day"), (
            f"SELECT p.child AS child, t.vaccine AS vaccine, {d.ordinal('t.given_on')} AS day, "
            f"CASE WHEN {d.ordinal('t.given_on')} <= {turned} THEN 1 ELSE 0 END AS by_one" + here + "WHERE t.fine")),
        Step("enrolments", "enrolment", ("child_id", "facility_id", "school_year", "grade", "entered_on", "left_on",
                                         "outcome"), ("child", "facility", "first_year", "entered"), (
            "SELECT p.child AS child, t.facility_id AS facility, t.school_year AS first_year, t.grade AS grade, "
            f"{d.ordinal('t.entered_on')} AS entered, {left} AS left_day, t.outcome AS outcome" + here
            + "LEFT JOIN facility f ON f.facility = t.facility_id "
            "WHERE t.fine AND (t.facility_id IS NULL OR f.facility IS NOT NULL)")),
        interval("circumstances", "circumstance", "grp", "group"),
        interval("disabilities", "disability", "needs", "needs_schooling"),
        interval("supports", "support", "kind", "kind"),
        Step("services", "service", ("child_id", "field", "received_on"), ("child", "field", "day"), (
            f"SELECT p.child AS child, t.field AS field, {d.ordinal('t.received_on')} AS day" + here
            + "WHERE t.fine")),
        Step("assessments", "assessment", ("child_id", "assessed_on", "instrument", "score"),
             ("child", "day", "instrument"), (
            f"SELECT p.child AS child, t.instrument AS instrument, {d.ordinal('t.assessed_on')} AS day, "
            f"t.score AS score, {months_} AS months" + here + "WHERE t.fine")),
        Step("attendance", "attendance", ("activity_id", "child_id"), ("activity", "child"), (
            "SELECT p.child AS child, t.activity_id AS activity, a.kind AS kind, a.day AS day" + here
            + "JOIN activity a ON a.activity = t.activity_id WHERE t.fine")),
    ]


def measurements(d: Dialect) -> Step:
    """What the z-scores are computed from; the birth date counts only where it is exact."""
    return Step("measurements", "measured", ("child_id", "measured_on", "weight_kg", "height_cm", "position", "oedema"),
                ("child", "day"), (
        f"SELECT p.child AS child, {d.ordinal('t.measured_on')} AS day, CASE WHEN p.exact = 1 THEN "
        f"{d.ordinal('t.measured_on')} - p.born ELSE -1 END AS age, CASE p.sex WHEN 'male' THEN 1 WHEN 'female' THEN 2 "
        "ELSE 0 END AS sex, t.weight_kg AS weight, t.height_cm AS height, CASE t.position WHEN 'lying' THEN 1 "
        "WHEN 'standing' THEN 2 ELSE 0 END AS position, coalesce(t.oedema, 0) AS oedema "
        "{lined} FROM {typed} t JOIN people p ON p.id = t.child_id WHERE t.fine"))


def happened(d: Dialect) -> Step:
    """Incidents as written; where and how old the child was follows from her homes."""
    return Step("incidents", "happened", ("incident_id", "child_id", "kind", "occurred_on", "detected_on", "confirmed",
                                          "fatal", "relieved_on"), ("incident",), (
        "SELECT p.child AS child, t.incident_id AS incident, t.kind AS kind, coalesce(t.occurred_on, t.detected_on) "
        "AS on_, t.detected_on AS found_on, t.confirmed AS confirmed, t.fatal AS fatal, "
        f"{d.ordinal('t.relieved_on')} AS relieved " + "{lined} FROM {typed} t JOIN people p ON p.id = t.child_id "
        "WHERE t.fine"))


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
    return [
        Step("facilities", "facility", ("facility_id", "kind", "unit_id", "opened_on", "closed_on"), ("facility",), (
            f"SELECT t.facility_id AS facility, u.unit AS unit, t.kind AS kind, coalesce({d.ordinal('t.opened_on')}, "
            f"0) AS opened, {end('t.closed_on', d)} AS closed " "{lined} FROM {typed} t JOIN known_units u "
            "ON u.id = t.unit_id WHERE t.fine")),
        Step("facility_checks", "check", ("facility_id", "year", *checks), ("facility", "year"), (
            f"SELECT t.facility_id AS facility, t.year AS year, {', '.join(f't.{c} AS {c}' for c in checks)} "
            "{lined} FROM {typed} t JOIN facility f ON f.facility = t.facility_id WHERE t.fine")),
        Step("activities", "activity", ("activity_id", "kind", "held_on", "unit_id"), ("activity",), (
            f"SELECT t.activity_id AS activity, t.kind AS kind, {d.ordinal('t.held_on')} AS day "
            "{lined} FROM {typed} t LEFT JOIN known_units u ON u.id = t.unit_id "
            "WHERE t.fine AND (t.unit_id IS NULL OR u.id IS NOT NULL)")),
        Step("declared", "declared", ("measure", "unit_id", "year", "numerator", "denominator"),
             ("measure", "unit", "year"), (
            "SELECT u.unit AS unit, t.measure AS measure, t.year AS year, t.numerator AS numerator, "
            "t.denominator AS denominator {lined} FROM {typed} t JOIN known_units u ON u.id = t.unit_id "
            "WHERE t.fine")),
    ]
