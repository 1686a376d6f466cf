"""Small registers with answers worked out by hand, a test for each word of the definitions that bites."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.oracle.asking import answers, lists
from tests.oracle.days import months_old, turned, years_old
from tests.oracle.growth import height_for_age, weight_for_age, weight_for_height
from tests.oracle.maker import Maker
from tests.oracle.places import Refused
from tests.oracle.verdict import verdict

DAY = dt.date(2028, 1, 1)
D = dt.date.fromisoformat


class Village(Maker):
    """A commune A (code 1) merged into N (code 1 again) on 1 July 2025, with two villages that name A."""

    def __init__(self) -> None:
        super().__init__(0)
        self.unit("P", "9", "province", None, "1990-01-01")
        self.unit("A", "1", "commune", "P", "1990-01-01", "2025-07-01")
        self.unit("N", "1", "commune", "P", "2025-07-01")
        self.unit("A1", "11", "village", "A", "1990-01-01")
        self.unit("A2", "12", "village", "A", "1990-01-01")
        self.add("unit_successions.csv", predecessor_id="A", successor_id="N", on="2025-07-01")

    def unit(self, unit_id: str, code: str, level: str, parent: str | None, since: str, to: str = "") -> None:
        self.add(
            "units.csv", unit_id=unit_id, code=code, name=unit_id, level=level, parent_id=parent,
            valid_from=since, valid_to=to,
        )  # fmt: skip

    def child(self, child: str, born: str, precision: str = "day", home: str = "A1", **more: Any) -> None:
        self.add("children.csv", child_id=child, sex="female", born_on=born, born_precision=precision, **more)
        self.add("residences.csv", child_id=child, unit_id=home, from_on=born)

    def counts(self, measure: str, code: str = "1", year: int = 2025, day: dt.date = DAY) -> tuple[Any, ...]:
        """Numerator, denominator and unknown of a measure."""
        line = {one["measure"]: one for one in answers(self.tables, code, year, day)["measures"]}[measure]
        return line["numerator"], line["denominator"], line["unknown"]


@pytest.fixture
def village() -> Village:
    return Village()


def test_a_month_that_lacks_the_day_is_completed_on_the_first_of_the_next() -> None:
    assert turned(D("2025-01-31"), 1) == D("2025-03-01")
    assert months_old(D("2025-01-31"), D("2025-02-28")) == 0
    assert years_old(D("2020-02-29"), D("2025-02-28")) == 4
    assert years_old(D("2020-02-29"), D("2025-03-01")) == 5
    assert years_old(D("2024-02-29"), D("2028-02-29")) == 4
    assert years_old(D("2025-06-30"), D("2025-01-01")) == 0


def test_z_scores_are_those_of_the_who_package() -> None:
    from decimal import Decimal as N

    assert weight_for_age("female", 1826, N("12.0")) == -3.03
    assert height_for_age("male", 1825, N("95.0"), "lying") == -3.38
    assert weight_for_height("female", 1825, N("18.3"), N("95.0"), "lying") == 3.05
    assert weight_for_height("female", 1825, N("12.0"), N("112.7"), None) is None
    assert weight_for_age("male", 1827, N("12.0")) is None


def test_a_code_is_read_on_the_borders_day_and_the_old_unit_is_still_answered(village: Village) -> None:
    village.child("a", "2020-01-01")
    village.child("n", "2020-01-01", home="N")
    assert village.counts("8a", "1", 2024) == (0, 1, 0)
    assert village.counts("8a", "1", 2025) == (0, 2, 0)
    assert village.counts("8a", "1@2024-12-31", 2025) == (0, 1, 0)
    within_todays = answers(village.tables, "1", 2024, DAY, D("2025-07-01"))
    assert (within_todays["borders"], within_todays["measures"][1]["denominator"]) == ("2025-07-01", 2)
    with pytest.raises(Refused):
        answers(village.tables, "1", 2029, DAY)


def test_nobody_lives_in_two_places_nor_in_a_home_of_no_day(village: Village) -> None:
    village.child("a", "2020-01-01", home="A1")
    village.add("residences.csv", child_id="a", unit_id="A2", from_on="2023-01-01", to_on="2024-01-01")
    village.add("residences.csv", child_id="a", unit_id="A2", from_on="2024-12-31", to_on="2024-12-31")
    assert village.counts("8a", "12", 2023)[1] == 1
    assert village.counts("8a", "11", 2023)[1] == 0
    assert village.counts("8a", "11", 2024)[1] == 1


def test_births_and_deaths(village: Village) -> None:
    village.child("lived27", "2025-03-01", died_on="2025-03-28")
    village.child("lived28", "2025-03-01", died_on="2025-03-29")
    village.child("before", "2024-12-20", died_on="2025-01-05")
    village.child("perhaps", "2025-06-30", precision="year", died_on="2025-02-10")
    village.child("surely_older", "2019-06-30", precision="year", died_on="2025-02-10")
    village.add("children.csv", child_id="late", sex="male", born_on="2025-02-01", born_precision="day")
    village.add("residences.csv", child_id="late", unit_id="A1", from_on="2025-04-03")
    assert village.counts("3a") == (2, 2, 0)
    village.add("residences.csv", child_id="perhaps", unit_id="A1", from_on="2025-01-20", to_on="2025-01-21")
    assert village.counts("3a") == (2, 2, 1)
    assert village.counts("3c") == (3, 2, 1)


def test_a_death_on_the_spot_is_not_lost(village: Village) -> None:
    village.child("a", "2009-06-01", died_on="2025-05-20")
    event = {"child_id": "a", "kind": "injury", "fatal": True, "detected_on": "2025-09-01"}
    village.add("incidents.csv", incident_id="i1", occurred_on="2025-05-20", **event)
    village.add("incidents.csv", incident_id="i2", **event)
    village.add("incidents.csv", incident_id="i3", occurred_on="2025-05-19", confirmed=False, **event)
    assert lists(village.tables, "1", 2025, DAY, "11b")["counted"] == ["i1", "i2"]
    assert village.counts("11a") == (2, 0, 0)


def test_abuse_counts_on_the_day_it_is_detected(village: Village) -> None:
    village.child("a", "2012-01-01")
    village.child("b", "2012-01-01")
    for number, (child, confirmed) in enumerate([("a", True), ("a", None), ("b", None), ("b", False)]):
        village.add(
            "incidents.csv", incident_id=f"i{number}", child_id=child, kind="abuse", confirmed=confirmed,
            occurred_on="2023-01-01", detected_on="2025-08-01",
        )  # fmt: skip
    assert village.counts("9") == (1, 2, 1)
    assert village.counts("9", year=2023, code="1@2023-01-01") == (0, 2, 0)


@pytest.mark.parametrize(("relieved", "expected"), [("2025-09-08", 1), ("2025-09-09", 0), ("", 0)])
def test_relief_within_seven_days(village: Village, relieved: str, expected: int) -> None:
    village.child("a", "2015-01-01")
    village.add(
        "incidents.csv", incident_id="i", child_id="a", kind="disaster", occurred_on="2025-09-01",
        detected_on="2025-09-01", relieved_on=relieved,
    )  # fmt: skip
    assert village.counts("12") == (expected, 1, 0)


def test_a_support_that_ended_with_the_first_day_was_not_active(village: Village) -> None:
    spans = [("2024-05-01", "2025-01-01"), ("2025-01-01", "2025-01-02"), ("2025-04-01", "2025-04-01")]
    for number, (start, end) in enumerate([*spans, ("2026-01-01", "")]):
        village.child(f"c{number}", "2018-01-01")
        village.add("circumstances.csv", child_id=f"c{number}", group="a", from_on="2020-01-01")
        village.add("supports.csv", child_id=f"c{number}", kind="cash", from_on=start, to_on=end)
    assert lists(village.tables, "1", 2025, DAY, "8b")["counted"] == ["c1", "c2"]


def test_a_dose_is_due_a_month_after_its_age(village: Village) -> None:
    village.child("a", "2025-01-31")
    assert village.counts("5b", "1@2020-01-01", 2025, D("2025-02-28"))[:2] == (1, 1)
    assert village.counts("5b", "1@2020-01-01", 2025, D("2025-03-01"))[:2] == (0, 1)


def test_one_pupil_with_several_rows(village: Village) -> None:
    for child, outcomes in {
        "moved": ["transferred"], "done": ["transferred", "promoted"], "open": ["dropped_out", "studying"],
        "repeats": ["transferred", "repeating"], "both": ["studying", "completed"],
    }.items():  # fmt: skip
        village.child(child, "2014-05-05")
        for number, outcome in enumerate(outcomes):
            village.add(
                "enrolments.csv", child_id=child, school_year="2024-2025", grade="5", outcome=outcome,
                entered_on=f"2024-09-0{number + 1}",
            )  # fmt: skip
    found = lists(village.tables, "1", 2025, DAY, "17a")
    assert (found["counted"], found["missing"], found["unknown"]) == (["both", "done"], ["repeats"], ["open"])


def test_leaving_without_a_day_is_leaving_on_the_last_of_may(village: Village) -> None:
    village.child("a", "2015-01-01")
    village.add("enrolments.csv", child_id="a", school_year="2024-2025", grade="4", outcome="dropped_out",
                entered_on="2024-09-01")  # fmt: skip
    assert village.counts("17b", "1@2020-01-01", 2025, D("2025-05-30")) == (0, None, 0)
    assert village.counts("17b", "1@2020-01-01", 2025, D("2025-05-31")) == (1, None, 0)


def test_play_points_closed_before_the_plan_do_not_count(village: Village) -> None:
    for number, closed in enumerate(["2020-12-31", "2021-01-01", "2025-12-31", "2026-01-01", ""]):
        village.add("facilities.csv", facility_id=f"f{number}", name="Sân", kind="play_point", unit_id="A1",
                    closed_on=closed)  # fmt: skip
    found = lists(village.tables, "1", 2025, DAY, "21")
    assert (found["counted"], found["missing"]) == (["f3", "f4"], ["f1", "f2"])


@pytest.mark.parametrize(
    ("measure", "counts", "year", "expected"),
    [
        ("4c", (1, 100, 0), 2025, ("not_met", True, -1)),
        ("4a", (3, 100, 1), 2026, ("met", False, 0)),
        ("2", (95, 100, 0), 2025, ("not_met", True, 1)),
        ("2", (99, 100, 0), 2030, ("not_met", True, 1)),
        ("18a", (499, 500, 0), 2025, ("met", True, 0)),
        ("3a", (0, 30, 1), 2026, ("met", False, 0)),
        ("10", (0, 50, 2), 2026, ("met", False, 0)),
        ("19", (0, 3, 1), 2026, ("no_target", True, None)),
        ("8b", (0, 0, 0), 2026, ("not_arising", True, None)),
        ("15", (0, 0, 4), 2026, ("no_data", False, None)),
        ("13", (2, None, 0), 2026, ("not_met", True, -2)),
        ("13", (2, None, 0), 2031, ("no_target", True, None)),
    ],
)
def test_verdicts(measure: str, counts: tuple[int, int | None, int], year: int, expected: Any) -> None:
    found = verdict(measure, counts, year, "rural")
    assert (found["state"], found["certain"], found["to_go"]) == expected


def test_an_urban_commune_has_its_own_bar() -> None:
    assert verdict("4c", (1, 150, 0), 2025, "rural")["state"] == "met"
    assert verdict("4c", (1, 150, 0), 2025, "urban")["state"] == "not_met"
