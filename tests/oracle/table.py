"""The tables of the register folder, written a second time from the text of the exchange format."""

from __future__ import annotations

COLUMNS: dict[str, str] = {
    "units.csv": "unit_id*, code!, name!, level!, parent_id, area, valid_from!, valid_to",
    "unit_successions.csv": "predecessor_id*, successor_id*, on!",
    "facilities.csv": "facility_id*, name!, kind!, unit_id!, opened_on, closed_on",
    "facility_checks.csv": "facility_id*, year*, sanitation, psychological_support, accessible_building, "
    "accessible_materials, operating",
    "children.csv": "child_id*, full_name, sex!, born_on!, born_precision!, personal_id, ethnicity, "
    "mother_name, father_name, birth_registered_on, died_on, death_cause",
    "residences.csv": "child_id*, unit_id!, from_on*, to_on",
    "measurements.csv": "child_id*, measured_on*, weight_kg, height_cm, position, oedema",
    "doses.csv": "child_id*, vaccine*, given_on*",
    "enrolments.csv": "child_id*, facility_id*, school_year*, grade!, class, entered_on*, left_on, outcome",
    "circumstances.csv": "child_id*, group*, from_on*, to_on",
    "disabilities.csv": "child_id*, severity, needs_schooling, from_on*, to_on",
    "supports.csv": "child_id*, kind*, from_on*, to_on",
    "services.csv": "child_id*, field*, received_on*",
    "incidents.csv": "incident_id*, child_id!, kind!, occurred_on, detected_on!, confirmed, fatal, "
    "relieved_on",
    "assessments.csv": "child_id*, assessed_on*, instrument*, score",
    "activities.csv": "activity_id*, kind!, held_on!, unit_id, title",
    "attendance.csv": "activity_id*, child_id*",
    "households.csv": "household_id*, unit_id!, head_name",
    "household_members.csv": "household_id*, child_id*, from_on*, to_on",
    "household_status.csv": "household_id*, status*, from_on*, to_on",
    "carers.csv": "child_id*, full_name*, relation*, from_on, to_on",
    "registrations.csv": "child_id*, kind*, from_on*, to_on",
    "at_risk.csv": "child_id*, sign*, from_on*, to_on",
    "declared.csv": "measure*, unit_id*, year*, numerator!, denominator!, document",
}

_MEASURES = (
    "1 2 3a 3b 3c 4a 4b 4c 5a 5b 6 7 8a 8b 9 10 11a 11b 12 13 14 15 16 17a 17b 18a 18b 19 20a 20b 21 22 23 24"
)
MEASURES: list[str] = _MEASURES.split()

_GRADES = "MG3 MG4 MG5 1 2 3 4 5 6 7 8 9 10 11 12"
_CODES: dict[str, str] = {
    "level": "nation province commune village",
    "area": "rural urban",
    "status": "poor near_poor",
    "relation": "mother father grandparent relative guardian foster other",
    "sex": "male female unknown",
    "born_precision": "day month year",
    "death_cause": "illness injury other unknown",
    "position": "lying standing",
    "vaccine": "BCG HEPB0 PENTA HEXA OPV IPV MEASLES MR ROTA JE DPT TD",
    "grade": _GRADES,
    "outcome": "studying promoted completed repeating transferred dropped_out",
    "severity": "mild severe profound",
    "group": "a b c d dd e g h i k l m n o",
    "field": "health education nutrition nurturing protection welfare",
    "instrument": "ecdi2030 kindergarten",
    "measure": _MEASURES,
    "registrations.csv:kind": "permanent temporary",
    "facilities.csv:kind": "kindergarten primary lower_secondary combined_school health_station play_point "
    "care_centre other",
    "supports.csv:kind": "care foster cash in_kind plan service relief rehabilitation inclusive_education "
    "special_education",
    "incidents.csv:kind": "abuse injury child_labour child_marriage disaster",
    "activities.csv:kind": "consultation awareness participation_model campaign training",
}

BOOLEANS = {
    "sanitation",
    "psychological_support",
    "accessible_building",
    "accessible_materials",
    "operating",
    "oedema",
    "needs_schooling",
    "confirmed",
    "fatal",
}
DATES = {
    "on",
    "valid_from",
    "valid_to",
    "opened_on",
    "closed_on",
    "born_on",
    "birth_registered_on",
    "died_on",
    "from_on",
    "to_on",
    "measured_on",
    "given_on",
    "entered_on",
    "left_on",
    "received_on",
    "occurred_on",
    "detected_on",
    "relieved_on",
    "assessed_on",
    "held_on",
}
WHOLE = {"year", "score", "numerator", "denominator"}
DECIMAL = {"weight_kg", "height_cm"}

# The end's column and the column of its start, in the same row.
ENDS: dict[str, str] = {
    "valid_to": "valid_from",
    "closed_on": "opened_on",
    "to_on": "from_on",
    "left_on": "entered_on",
    "died_on": "born_on",
    "detected_on": "occurred_on",
    "relieved_on": "occurred_on",
}

# What a count may be, by the code in another column of the row.
RANGES: dict[tuple[str, str], tuple[str, dict[str, range]]] = {
    ("assessments.csv", "score"): ("instrument", {"ecdi2030": range(21), "kindergarten": range(2)}),
    ("declared.csv", "numerator"): ("measure", {"1": range(2)}),
    ("declared.csv", "denominator"): ("measure", {"1": range(1, 2)}),
}

_HOMES = {
    "unit_id": "units.csv",
    "parent_id": "units.csv",
    "predecessor_id": "units.csv",
    "successor_id": "units.csv",
    "facility_id": "facilities.csv",
    "child_id": "children.csv",
    "activity_id": "activities.csv",
    "household_id": "households.csv",
}


def names(file: str) -> list[str]:
    """The columns of a file, in the order of the table."""
    return [word.strip().rstrip("*!") for word in COLUMNS[file].split(",")]


def key(file: str) -> list[str]:
    """The key columns of a file, in the order of the table."""
    return [word.strip().rstrip("*") for word in COLUMNS[file].split(",") if word.strip().endswith("*")]


def must_be_filled(file: str, column: str) -> bool:
    """Whether an empty cell of this column is a fault."""
    if (file, column) == ("enrolments.csv", "facility_id"):
        return False
    words = [word.strip() for word in COLUMNS[file].split(",")]
    return column + "*" in words or column + "!" in words


def codes(file: str, column: str) -> list[str] | None:
    """The codes a cell may hold, or None where any text may stand (a sign is the commune's own)."""
    listed = _CODES.get(f"{file}:{column}", _CODES.get(column))
    return listed.split() if listed else None


def refers_to(file: str, column: str) -> str | None:
    """The file whose ids this column names, or None (the id of a row itself refers to nothing)."""
    home = _HOMES.get(column)
    if home == file and column != "parent_id":
        return None
    return home
