"""Z-scores against WHO's own package, row by row, and the edges of its rules."""
from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from mangnon.health import growth, growth_file
from mangnon.health.growth_table import tables
from tests.conftest import DATA

SAMPLE = DATA / "growth" / "who_zscores_sample.csv"
COLUMNS = (("zlen", "haz", "flen"), ("zwei", "waz", "fwei"), ("zwfl", "whz", "fwfl"), ("zbmi", "baz", "fbmi"))


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else math.nan


def known_fault(row: dict[str, str]) -> bool:
    """The package's own faults: 103.1 cm lying from day 731, and a weight of exactly 0."""
    return (row["lenhei"] == "103.1" and row["measure"] == "l") or number(row["weight"]) == 0


def test_every_row_under_five_equals_whos_package() -> None:
    with SAMPLE.open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if not number(r["age_days"]) / 30.4375 >= 60]
    z = growth.z_scores(
        [int(r["sex"]) if r["sex"] in ("1", "2") else 0 for r in rows], [number(r["age_days"]) for r in rows],
        [number(r["weight"]) for r in rows], [number(r["lenhei"]) for r in rows],
        [{"l": 1, "h": 2}.get(r["measure"].lower(), 0) for r in rows], [r["oedema"] == "y" for r in rows])
    compared = 0
    for n, row in enumerate(rows):
        if known_fault(row):
            continue
        for theirs, ours, flag in COLUMNS:
            expected, found = number(row[theirs]), float(getattr(z, ours)[n])
            assert found == expected or (math.isnan(found) and math.isnan(expected)), (row, ours, found)
            assert (row[flag] == "1") == bool(getattr(z, f"{ours}_flag")[n]), (row, ours)
            compared += 1
    assert compared > 9000


def test_the_tables_equal_another_carrier_of_whos_figures() -> None:
    from pygrowup.tables.by_day.wfa import DATA as theirs  # the peer's own transcription

    wfa = tables()["wfa"]
    for column, sex in enumerate(("male", "female")):
        for day in range(0, 1857):
            row = theirs[sex][day]
            assert [float(v) for v in (row["l"], row["m"], row["s"])] == wfa.lms[:, column, day].tolist()


@pytest.mark.parametrize(("age", "position", "height", "same_as"), [
    (730, "standing", 85.0, ("lying", 85.7)), (731, "lying", 85.7, ("standing", 85.0)),
    (273, "standing", 70.0, ("lying", 70.0)), (274, "standing", 70.0, ("lying", 70.7))])
def test_position_moves_a_height_by_seven_millimetres(age: int, position: str, height: float,
                                                      same_as: tuple[str, float]) -> None:
    here = growth.z_score_of("male", age, 10, height, position, False)
    there = growth.z_score_of("male", age, 10, same_as[1], same_as[0], False)
    assert here == there and here["haz"] is not None


def test_oedema_leaves_only_height() -> None:
    found = growth.z_score_of("female", 400, 9, 74, "lying", True)
    assert found["haz"] is not None and (found["waz"], found["whz"], found["baz"]) == (None, None, None)


def test_school_age_uses_the_2007_reference() -> None:
    # WHO 2007, height-for-age, boys at 120 months: M 137.7795, S 0.04675, L 1 (so M itself is z 0)
    m = float(tables()["lhfa_2007"].lms[1, 0, 120 - 60])
    assert growth.z_score_of("male", 120 * 30.4375, 30, round(m, 4), "standing", False)["haz"] == 0.0
    assert growth.z_score_of("male", 130 * 30.4375, 30, 140, "standing", False)["waz"] is None


def test_103_1_cm_lying_is_exactly_102_4() -> None:
    lying = growth.z_score_of("male", 900, 14, 103.1, "lying", False)
    assert lying["whz"] == growth.z_score_of("male", 900, 14, 102.4, "standing", False)["whz"]


def test_a_plain_second_implementation_agrees() -> None:
    rng = np.random.default_rng(3)
    days, weights = rng.integers(0, 1826, 300), np.round(rng.uniform(2, 25, 300), 1)
    z = growth.z_scores(np.ones(300, int), days, weights, np.full(300, np.nan), np.zeros(300, int), np.zeros(300, bool))
    for day, weight, found in zip(days, weights, z.waz, strict=True):
        l, m, s = (float(v) for v in tables()["wfa"].lms[:, 0, day])
        plain = ((weight / m) ** l - 1) / (l * s)
        if abs(plain) > 3:
            sign = math.copysign(1, plain)
            far, near = (m * (1 + l * s * sign * k) ** (1 / l) for k in (3, 2))
            plain = sign * 3 + (weight - far) / abs(far - near)
        assert abs(plain - found) <= 0.0051


def test_the_command_keeps_every_column_and_adds_eight(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    with SAMPLE.open(encoding="utf-8") as file:
        row = next(r for r in csv.DictReader(file) if all(r[k] for k in ("zlen", "zwei", "zwfl", "zbmi"))
                   and r["measure"] == "l" and r["sex"] == "1"
                   and "1" not in (r["flen"], r["fwei"], r["fwfl"], r["fbmi"]))
    (folder / "in.csv").write_text(
        "ma,sex,age_days,weight_kg,height_cm,position,oedema\n"
        f"a,male,{row['age_days']},{row['weight']},{row['lenhei']},lying,false\nb,female,400.4,chín,,,\n",
        encoding="utf-8-sig")
    done = growth_file.run(folder / "in.csv", folder / "out.csv")
    lines = (folder / "out.csv").read_text(encoding="utf-8").splitlines()
    assert done == {"rows": 2, "unreadable": 1}
    assert lines[0].endswith("oedema,waz,haz,whz,baz,waz_flag,haz_flag,whz_flag,baz_flag")
    whos = [f"{float(row[k]):.2f}" for k in ("zwei", "zlen", "zwfl", "zbmi")]
    assert lines[1].split(",")[0] == "a" and lines[1].split(",")[7:] == [*whos, "false", "false", "false", "false"]
    assert lines[2].endswith(",,,,,false,false,false,false")


def test_a_file_without_its_columns_is_refused_with_a_sentence(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "in.csv"
    path.write_text("sex,age_days\nmale,3\n", encoding="utf-8")
    with pytest.raises(growth_file.GrowthFileError, match="thiếu cột weight_kg"):
        growth_file.run(path, path.with_name("out.csv"))
    assert not path.with_name("out.csv").exists()
