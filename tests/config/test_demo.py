"""The demonstration register: every row is taken, the figures are those of a believable commune, a day adds a day."""
from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mangnon.config.demo import generate, generate_large, write
from mangnon.config.demo.accounts import ACCOUNTS
from mangnon.indicators.answers import Question, answer
from mangnon.intake.folder import Register, read_folder
from mangnon.registry.exchange import TABLES
from tests.indicators.memory import ask, load
from tests.indicators.test_against_oracle import SETTINGS, plan_lines

TODAY = dt.date(2026, 11, 23)
Tables = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return generate(TODAY)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("demo"), TODAY)  # the folder as the program makes it


@pytest.fixture(scope="module")
def figures(folder: Path) -> dict[int, dict[str, Any]]:
    connection = load(folder)
    found = {year: answer(ask(connection), Question("15892", year, TODAY), plan_lines(), SETTINGS)
             for year in range(2021, 2027)}
    return {year: {line["measure"]: line for line in answers["measures"]} for year, answers in found.items()}


@pytest.mark.parametrize("day", [dt.date(2021, 2, 3), dt.date(2024, 2, 29), dt.date(2025, 7, 1), TODAY,
                                 dt.date(2027, 1, 1), dt.date(2031, 8, 15)])
def test_no_row_is_refused_on_any_day(day: dt.date, tmp_path: Path) -> None:
    reading = read_folder(write(tmp_path / "demo", day, size=0.15), Register())
    assert (reading.refused, reading.warnings) == ([], [])


def test_every_file_of_the_format_is_there_with_its_columns(tables: Tables) -> None:
    assert set(tables) == {table.file for table in TABLES}
    for table in TABLES:
        assert set(tables[table.file][0]) == {column.name for column in table.columns}


def test_the_same_seed_makes_the_same_commune() -> None:
    made = generate(TODAY, size=0.1)
    assert generate(TODAY, size=0.1) == made
    assert generate(TODAY, seed=7, size=0.1)["children.csv"] != made["children.csv"]


def test_nothing_lies_ahead(tables: Tables) -> None:
    days = {cell for rows in tables.values() for row in rows for name, cell in row.items()
            if name.endswith("_on") or name in ("valid_from", "valid_to", "on")}
    assert max(days) <= TODAY.isoformat()


def test_a_day_later_the_past_is_the_same(tables: Tables) -> None:
    before = generate(TODAY - dt.timedelta(days=40))
    for file, day in (("measurements.csv", "measured_on"), ("doses.csv", "given_on"), ("attendance.csv", ""),
                      ("assessments.csv", "assessed_on"), ("circumstances.csv", "from_on")):
        then = {tuple(row.values()) for row in before[file]}
        now = {tuple(row.values()) for row in tables[file]}
        gone = then - now
        assert not gone, (file, day, sorted(gone)[:3])


def test_the_size_of_the_commune(figures: dict[int, dict[str, Any]], tables: Tables) -> None:
    assert 1850 <= figures[2026]["8a"]["denominator"] <= 1950
    births = [figures[year]["3a"]["denominator"] for year in range(2021, 2027)]
    assert all(80 <= number <= 115 for number in births) and 80 <= births[-1] <= 95
    assert sum(map(len, tables.values())) < 75_000


BELIEVABLE = {  # measure: lowest and highest value in 2026
    "2": (94, 98), "3a": (0, 0), "4a": (3.0, 4.4), "4b": (3.9, 5.2), "4c": (0.6, 1.1), "5a": (94, 97), "5b": (93, 97),
    "7": (100, 100), "8a": (0.8, 1.0), "8b": (90, 99), "10": (0, 0), "11a": (10, 21), "11b": (0, 0), "12": (100, 100),
    "13": (0, 0), "14": (98.5, 99.9), "15": (96.5, 98.5), "16": (100, 100), "17a": (100, 100), "18a": (98.5, 99.7),
    "19": (66, 67), "20a": (66, 67), "20b": (90, 94), "21": (88, 89), "22": (77, 82), "23": (85, 89), "24": (82, 87)}


@pytest.mark.parametrize("measure", BELIEVABLE)
def test_a_figure_is_believable(measure: str, figures: dict[int, dict[str, Any]]) -> None:
    lowest, highest = BELIEVABLE[measure]
    assert lowest <= figures[2026][measure]["value"] <= highest


def test_the_lines_stand_as_a_chairman_would_expect(figures: dict[int, dict[str, Any]]) -> None:
    states = Counter(line["state"] for line in figures[2026].values())
    assert states["no_data"] == states["no_target"] == states["not_arising"] == 1
    assert 11 <= states["met"] <= 20
    assert figures[2026]["9"]["unknown"] == 2


def test_the_year_without_vaccine_shows(figures: dict[int, dict[str, Any]]) -> None:
    values = {year: figures[year]["5a"]["value"] for year in figures}
    assert min(values, key=values.__getitem__) == 2023 and 80 < values[2023] < 86
    assert all(values[year] > 91 for year in values if year != 2023)


@pytest.mark.parametrize("measure", ["22", "23", "24"])
def test_taking_part_grows_year_by_year(measure: str, figures: dict[int, dict[str, Any]]) -> None:
    values = [figures[year][measure]["value"] for year in sorted(figures)]
    assert all(before < after for before, after in itertools.pairwise(values)) and values[0] < 35


def test_a_running_year_is_partly_filled(tmp_path: Path) -> None:
    day = dt.date(2026, 5, 2)
    connection = load(write(tmp_path / "demo", day))
    found = answer(ask(connection), Question("15892", 2026, day), plan_lines(), SETTINGS)
    lines = {line["measure"]: line for line in found["measures"]}
    assert 25 < lines["3a"]["denominator"] < 45
    assert 10 < lines["22"]["value"] < 40 and 10 < lines["23"]["value"] < 40
    assert lines["12"]["state"] == "not_arising" and lines["17a"]["state"] == "no_data"


def test_there_are_honest_gaps(tables: Tables, figures: dict[int, dict[str, Any]]) -> None:
    children = tables["children.csv"]
    assert {row["born_precision"] for row in children} == {"day", "month", "year"}
    assert 0.01 < sum(not row["personal_id"] for row in children) / len(children) < 0.1
    assert any(not row["height_cm"] for row in tables["measurements.csv"])
    assert any(not row["psychological_support"] for row in tables["facility_checks.csv"])
    assert any(not row["needs_schooling"] for row in tables["disabilities.csv"])
    assert any(row["kind"] == "temporary" and not row["to_on"] for row in tables["registrations.csv"])
    assert figures[2026]["4a"]["unknown"] > 5 and figures[2026]["20b"]["unknown"] == 1


def test_families_hang_together(tables: Tables) -> None:
    children = {row["child_id"]: row for row in tables["children.csv"]}
    homes: dict[str, list[str]] = {}
    for row in tables["household_members.csv"]:
        homes.setdefault(row["household_id"], []).append(row["child_id"])
    families = [[children[child] for child in dict.fromkeys(members)] for members in homes.values()]
    assert sum(len(family) > 1 for family in families) > 300
    for family in families:
        assert len({child["mother_name"] for child in family}) == 1
        assert len({child["full_name"].split()[0] for child in family}) == 1
        assert len({child["full_name"].split()[-1] for child in family}) == len(family)
    births = Counter((row["mother_name"], row["father_name"], row["born_on"]) for row in children.values())
    assert sum(number == 2 for number in births.values()) >= 10
    assert sum(n > 1 for n in Counter((r["full_name"], r["born_on"][:4]) for r in children.values()).values()) >= 5


def test_no_number_could_be_a_persons(tables: Tables) -> None:
    numbers = [row["personal_id"] for row in tables["children.csv"] if row["personal_id"]]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 12 and number.startswith("000") for number in numbers)


def test_all_groups_and_kinds_occur(tables: Tables) -> None:
    assert {row["group"] for row in tables["circumstances.csv"]} == {*"abcdeghiklmno", "dd"}
    assert {row["kind"] for row in tables["incidents.csv"]} == {"abuse", "injury", "child_labour", "child_marriage",
                                                               "disaster"}
    assert {row["outcome"] for row in tables["enrolments.csv"]} >= {"studying", "promoted", "completed", "repeating",
                                                                   "transferred", "dropped_out"}


def test_the_merger_is_there_only_after_its_day() -> None:
    assert {row["unit_id"] for row in generate(dt.date(2025, 6, 30), size=0.1)["units.csv"]} == {
        "TH", "HT", "HK", "HPC", "HQ", *(f"HT{n}" for n in range(1, 8))}
    merged = generate(dt.date(2025, 7, 1), size=0.1)
    assert [row["successor_id"] for row in merged["unit_successions.csv"]] == ["HP"] * 4
    assert {row["unit_id"]: row["code"] for row in merged["units.csv"] if row["level"] == "commune"} == {
        "HT": "15892", "HK": "15889", "HPC": "15883", "HQ": "15916", "HP": "15889"}


def test_a_large_commune_has_about_thirty_rows_a_child() -> None:
    made = generate_large(600)
    rows = sum(map(len, made.values()))
    assert 25 * 600 < rows < 36 * 600


def test_each_account_has_a_place_that_exists(tables: Tables) -> None:
    units = {row["unit_id"] for row in tables["units.csv"]}
    facilities = {row["facility_id"] for row in tables["facilities.csv"]}
    assert len({account["username"] for account in ACCOUNTS}) == len(ACCOUNTS)
    assert all(not account["unit_id"] or account["unit_id"] in units for account in ACCOUNTS)
    assert all(not account["facility_id"] or account["facility_id"] in facilities for account in ACCOUNTS)
    assert {account["role"] for account in ACCOUNTS} >= {
        "administrator", "child_officer", "chairman", "vice_chairman", "village_head", "collaborator", "teacher",
        "health_worker", "justice", "finance", "department", "board_member", "clerk", "inspector", "higher_level"}
