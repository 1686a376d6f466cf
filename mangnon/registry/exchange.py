"""The schema of the register folder, as data: what every table of the exchange format holds.

Source: the exchange format (one folder of CSV files). ``intake`` reads by it, ``publish`` writes by it,
``indicators`` projects from it. Pure: no framework.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

TEXT, DATE, BOOL, NUMBER, COUNT, YEAR, SCHOOL_YEAR = (
    "text", "date", "bool", "number", "count", "year", "school_year")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    form: how a cell is read.  key: part of the table's key.  filled: an empty cell refuses the row.
    codes: the words allowed, none = any.  refers: the table whose key a cell must meet.
    starts: the column this one must not lie before (an end before its start is refused here).
    within: what a count may be by the code in another column of the row: (column, ((code, least, most), ...)).
    """

    name: str
    form: str = TEXT
    key: bool = False
    filled: bool = False
    codes: tuple[str, ...] = ()
    refers: str = ""
    starts: str = ""
    within: tuple[str, tuple[tuple[str, int, int], ...]] = ("", ())

    @property
    def field(self) -> str:
        """The model field that keeps this column."""
        if self.refers:
            return self.name.removesuffix("_id")
        return {"class": "class_name"}.get(self.name, self.name)


@dataclass(frozen=True)
class Table:
    """One file of the folder. model: label of the Django model that keeps its rows."""

    name: str
    model: str
    columns: tuple[Column, ...]
    own_id: str = ""

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @cached_property
    def key(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.key)

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {c.name: c for c in self.columns}

    def field_of(self, column: Column) -> str:
        """The model field of a column; a table's own id is kept as ``exchange_id``."""
        return "exchange_id" if column.name == self.own_id else column.field

    def attname_of(self, column: Column) -> str:
        """The model attribute that holds a column's value: for a reference the key."""
        return f"{column.field}_id" if column.refers else self.field_of(column)


def _column(word: str, form: str = TEXT, codes: tuple[str, ...] = (), refers: str = "", starts: str = "",
            ) -> Column:
    """A column in the notation of the format's own table: ``name*`` is a key, ``name!`` must be filled.

    ``name?*`` is a key that may be empty (a school outside the register).
    """
    name = word.rstrip("*!?")
    filled = word.endswith(("*", "!")) and "?" not in word
    return Column(name, form, word.endswith("*"), filled, codes, refers, starts)


def _table(name: str, model: str, *columns: Column | str, own_id: str = "") -> Table:
    return Table(name, model, tuple(c if isinstance(c, Column) else _column(c) for c in columns), own_id)


def _date(word: str, starts: str = "") -> Column:
    return _column(word, DATE, starts=starts)


def _ref(word: str, table: str) -> Column:
    return _column(word, refers=table)


def _codes(word: str, *codes: str) -> Column:
    return _column(word, codes=codes)


def _form(word: str, form: str) -> Column:
    return _column(word, form)


def _within(word: str, other: str, *ranges: tuple[str, int, int]) -> Column:
    return replace(_column(word, COUNT), within=(other, ranges))


LEVELS = ("nation", "province", "commune", "village")
AREAS = ("rural", "urban")
FACILITY_KINDS = ("kindergarten", "primary", "lower_secondary", "combined_school", "health_station",
                  "play_point", "care_centre", "other")
SEXES = ("male", "female", "unknown")
PRECISIONS = ("day", "month", "year")
DEATH_CAUSES = ("illness", "injury", "other", "unknown")
POSITIONS = ("lying", "standing")
VACCINES = ("BCG", "HEPB0", "PENTA", "HEXA", "OPV", "IPV", "MEASLES", "MR", "ROTA", "JE", "DPT", "TD")
GRADES = ("MG3", "MG4", "MG5", *(str(n) for n in range(1, 13)))
OUTCOMES = ("studying", "promoted", "completed", "repeating", "transferred", "dropped_out")
GROUPS = ("a", "b", "c", "d", "dd", "e", "g", "h", "i", "k", "l", "m", "n", "o")
SEVERITIES = ("mild", "severe", "profound")
SUPPORT_KINDS = ("care", "foster", "cash", "in_kind", "plan", "service", "relief", "rehabilitation",
                 "inclusive_education", "special_education")
SERVICE_FIELDS = ("health", "education", "nutrition", "nurturing", "protection", "welfare")
INCIDENT_KINDS = ("abuse", "injury", "child_labour", "child_marriage", "disaster")
INSTRUMENTS = ("ecdi2030", "kindergarten")
ACTIVITY_KINDS = ("consultation", "awareness", "participation_model", "campaign", "training")
HOUSEHOLD_STATUSES = ("poor", "near_poor")
RELATIONS = ("mother", "father", "grandparent", "relative", "guardian", "foster", "other")
REGISTRATION_KINDS = ("permanent", "temporary")
MEASURES = ("1", "2", "3a", "3b", "3c", "4a", "4b", "4c", "5a", "5b", "6", "7", "8a", "8b", "9", "10", "11a",
            "11b", "12", "13", "14", "15", "16", "17a", "17b", "18a", "18b", "19", "20a", "20b", "21", "22",
            "23", "24")

SEALED_GROUPS = frozenset({"dd", "e", "g", "i", "k", "l", "m"})
"""Circumstance groups read like protection cases (đ, e, g, i, k, l, m)."""
SEALED_INCIDENTS = frozenset({"abuse", "child_labour", "child_marriage"})

_CHILD = _ref("child_id*", "children")

TABLES: tuple[Table, ...] = (
    _table("units", "places.Unit", "unit_id*", "code!", "name!", _codes("level!", *LEVELS),
           _ref("parent_id", "units"), _codes("area", *AREAS), _date("valid_from!"),
           _date("valid_to", "valid_from"), own_id="unit_id"),
    _table("unit_successions", "places.Succession", _ref("predecessor_id*", "units"),
           _ref("successor_id*", "units"), _date("on!")),
    _table("facilities", "places.Facility", "facility_id*", "name!", _codes("kind!", *FACILITY_KINDS),
           _ref("unit_id!", "units"), _date("opened_on"), _date("closed_on", "opened_on"), own_id="facility_id"),
    _table("facility_checks", "places.FacilityCheck", _ref("facility_id*", "facilities"), _form("year*", YEAR),
           _form("sanitation", BOOL), _form("psychological_support", BOOL), _form("accessible_building", BOOL),
           _form("accessible_materials", BOOL), _form("operating", BOOL)),
    _table("children", "registry.Child", "child_id*", "full_name", _codes("sex!", *SEXES), _date("born_on!"),
           _codes("born_precision!", *PRECISIONS), "personal_id", "ethnicity", "mother_name", "father_name",
           _date("birth_registered_on"), _date("died_on", "born_on"), _codes("death_cause", *DEATH_CAUSES),
           own_id="child_id"),
    _table("residences", "registry.Residence", _CHILD, _ref("unit_id!", "units"), _date("from_on*"),
           _date("to_on", "from_on")),
    _table("measurements", "health.Measurement", _CHILD, _date("measured_on*"), _form("weight_kg", NUMBER),
           _form("height_cm", NUMBER), _codes("position", *POSITIONS), _form("oedema", BOOL)),
    _table("doses", "health.Dose", _CHILD, _codes("vaccine*", *VACCINES), _date("given_on*")),
    _table("enrolments", "education.Enrolment", _CHILD,
           _ref("facility_id?*", "facilities"), _form("school_year*", SCHOOL_YEAR),
           _codes("grade!", *GRADES), "class", _date("entered_on*"), _date("left_on", "entered_on"),
           _codes("outcome", *OUTCOMES)),
    _table("circumstances", "protection.Circumstance", _CHILD, _codes("group*", *GROUPS), _date("from_on*"),
           _date("to_on", "from_on")),
    _table("disabilities", "protection.Disability", _CHILD, _codes("severity", *SEVERITIES),
           _form("needs_schooling", BOOL), _date("from_on*"), _date("to_on", "from_on")),
    _table("supports", "protection.Support", _CHILD, _codes("kind*", *SUPPORT_KINDS), _date("from_on*"),
           _date("to_on", "from_on")),
    _table("services", "protection.Service", _CHILD, _codes("field*", *SERVICE_FIELDS), _date("received_on*")),
    _table("incidents", "protection.Incident", "incident_id*", _ref("child_id!", "children"),
           _codes("kind!", *INCIDENT_KINDS), _date("occurred_on"), _date("detected_on!", "occurred_on"),
           _form("confirmed", BOOL), _form("fatal", BOOL), _date("relieved_on", "occurred_on"),
           own_id="incident_id"),
    _table("assessments", "health.Assessment", _CHILD, _date("assessed_on*"), _codes("instrument*", *INSTRUMENTS),
           _within("score", "instrument", ("ecdi2030", 0, 20), ("kindergarten", 0, 1))),
    _table("activities", "delivery.Activity", "activity_id*", _codes("kind!", *ACTIVITY_KINDS), _date("held_on!"),
           _ref("unit_id", "units"), "title", own_id="activity_id"),
    _table("attendance", "delivery.Attendance", _ref("activity_id*", "activities"), _CHILD),
    _table("households", "registry.Household", "household_id*", _ref("unit_id!", "units"), "head_name",
           own_id="household_id"),
    _table("household_members", "registry.HouseholdMember", _ref("household_id*", "households"), _CHILD,
           _date("from_on*"), _date("to_on", "from_on")),
    _table("household_status", "registry.HouseholdStatus", _ref("household_id*", "households"),
           _codes("status*", *HOUSEHOLD_STATUSES), _date("from_on*"), _date("to_on", "from_on")),
    _table("carers", "registry.Carer", _CHILD, "full_name*", _codes("relation*", *RELATIONS), _date("from_on"),
           _date("to_on", "from_on")),
    _table("registrations", "registry.Registration", _CHILD, _codes("kind*", *REGISTRATION_KINDS),
           _date("from_on*"), _date("to_on", "from_on")),
    _table("at_risk", "protection.AtRisk", _CHILD, "sign*", _date("from_on*"), _date("to_on", "from_on")),
    _table("declared", "plan.Declared", _codes("measure*", *MEASURES), _ref("unit_id*", "units"),
           _form("year*", YEAR), _within("numerator!", "measure", ("1", 0, 1)),
           _within("denominator!", "measure", ("1", 1, 1)), "document"),
)

BY_NAME: dict[str, Table] = {t.name: t for t in TABLES}
