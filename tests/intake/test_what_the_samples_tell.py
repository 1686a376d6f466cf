"""How many facts of each kind the invented sample lists tell: a change in reading shows itself here."""
from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

import pytest

from mangnon.intake.list_reading import read_list
from mangnon.intake.lists import kinds
from mangnon.intake.told import Told
from tests.conftest import DATA, TODAY

LISTS = DATA / "lists"
FILES: list[dict[str, Any]] = json.loads((LISTS / "truth" / "manifest.json").read_text(encoding="utf-8"))
BY = {"circumstances": "group", "disabilities": "severity", "enrolments": "grade", "doses": "vaccine"}
TELL = {
    "hoc-sinh-thcs-2026-2027.xlsx": {
        "enrolments 6": 38, "enrolments 7": 35, "enrolments 8": 45, "enrolments 9": 42},
    "hoc-sinh-tieu-hoc.xlsx": {
        "enrolments 1": 32, "enrolments 2": 43, "enrolments 3": 30, "enrolments 4": 47, "enrolments 5": 42},
    "tre-mam-non.xlsx": {"enrolments MG3": 41, "enrolments MG4": 37, "enrolments MG5": 36},
    "can-do-thang-9.xlsx": {"measurements": 136},
    "tiem-chung.csv": {
        "doses BCG": 86, "doses HEPB0": 86, "doses IPV": 143, "doses JE": 108, "doses MEASLES": 63, "doses MR": 34,
        "doses OPV": 244, "doses PENTA": 245, "troubles": 1},
    "nhan-khau-2-thon.xlsx": {"registrations": 159},
    "ho-ngheo-2026.xls": {"household near_poor": 43, "household poor": 29},
    "tre-hoan-canh-dac-biet.xlsx": {
        "circumstances a": 1, "circumstances c": 3, "circumstances d": 11, "circumstances e": 2, "circumstances h": 3,
        "circumstances i": 1, "circumstances l": 2, "circumstances n": 4, "circumstances o": 1},
    "khuyet-tat.xlsx": {"disabilities mild": 7, "disabilities profound": 6, "disabilities severe": 11},
    "khai-sinh-khai-tu.xlsx": {
        "birth_registered_on": 41, "death_cause illness": 2, "death_cause injury": 1, "died_on": 3, "troubles": 1}}


def counted(one: Told) -> Counter[str]:
    found = Counter(f"{table} {cells.get(BY.get(table, ''), '')}".strip() for table, cells in one.facts)
    found["troubles"] = len(one.troubles)
    if status := one.household.get("status"):
        found[f"household {status}"] += 1
    for name in ("died_on", "birth_registered_on"):
        found[name] += name in one.person
    if cause := one.person.get("death_cause"):
        found[f"death_cause {cause}"] += 1
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda f: f["file"])
def test_a_sample_tells_what_it_told(file: dict[str, Any]) -> None:
    day = dt.date.fromisoformat(file["date"]) if file["date"] else None
    found = read_list(LISTS / file["file"], kinds()[file["kind"]], [], today=TODAY, on=day,
                      facility=file["place"] or "f-x", school_year=file["school_year"] or "")
    every = sum((counted(one) for sheet in found.sheets for row in sheet.rows if (one := sheet.told(row))), Counter())
    assert dict(+every) == TELL[file["file"]]
