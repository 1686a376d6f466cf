"""An invented register folder of any size, as Parquet: every child, place and day follows from a number and a seed.

Made by column, a file at a time, in bounded memory: ten million children are a matter of minutes. The children are
no one's: names are put together from lists, villages have numbers. All 34 measures find something to count, two
communes of each ten were merged on 1 July 2025, and one child in twelve has moved.
"""
from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

DAY = dt.date(2026, 11, 23)
VILLAGES = 7
CHILDREN_OF_A_VILLAGE = 270
FIRST_BIRTH = dt.date(2008, 12, 1)
MERGER = "DATE '2025-07-01'"

_MACROS = """
CREATE MACRO chance(i, salt) AS (hash(CAST(i AS BIGINT) * 4096 + salt, {seed}) % 1000003) / 1000003.0;
CREATE MACRO about(i, salt) AS (chance(i, salt) + chance(i, salt + 1) + chance(i, salt + 2) + chance(i, salt + 3) - 2)
    * 1.732;
CREATE MACRO id(i) AS 'T' || lpad(CAST(i AS VARCHAR), 9, '0');
CREATE MACRO commune(c) AS 'X' || lpad(CAST(c AS VARCHAR), 5, '0');
CREATE MACRO village(c, v) AS commune(c) || '-' || CAST(v AS VARCHAR);
"""
_KID = """
CREATE TABLE kid AS SELECT i, born, sex, c, v, moved, CASE WHEN chance(i, 5) < 0.008 AND born + lived <= {day}
    THEN CAST(born + lived AS DATE) END AS died, CASE WHEN chance(i, 6) < 0.97 THEN 'day' WHEN chance(i, 6) < 0.99
    THEN 'month' ELSE 'year' END AS precision FROM (SELECT range AS i,
    CAST({first} + CAST(floor(chance(range, 1) * {days}) AS INTEGER) AS DATE) AS born,
    CASE WHEN chance(range, 2) < 0.52 THEN 'male' WHEN chance(range, 2) < 0.999 THEN 'female' ELSE 'unknown' END AS sex,
    CAST(floor(chance(range, 3) * {communes}) AS INTEGER) AS c, CAST(floor(chance(range, 4) * {villages}) AS INTEGER)
    AS v, chance(range, 7) < 0.083 AS moved, CAST(floor(pow(chance(range, 8), 4) * 4000) AS INTEGER) AS lived
    FROM range({children}))
"""
_LIST = "list_extract([{}], 1 + CAST(floor(chance({}, {}) * {}) AS INTEGER))"


def _pick(i: str, salt: int, *words: str) -> str:
    return _LIST.format(", ".join(f"'{word}'" for word in words), i, salt, len(words))


_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vi", "Lò", "Hà", "Lương", "Bùi")
_MIDDLE = ("Văn", "Thị", "Đức", "Ngọc", "Minh", "Thu", "Gia", "Bảo")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Lan", "Mai", "Nam", "Phúc", "Quân", "Sơn", "Thảo", "Vy")
_NAME = " || ' ' || ".join((_pick("i", 20, *_SURNAMES), _pick("i", 21, *_MIDDLE), _pick("i", 22, *_GIVEN)))
_ALIVE = "(died IS NULL OR died > {0}) AND {0} <= {day} AND {0} >= born"

FILES: dict[str, str] = {
    "units": """
        SELECT 'TINH' AS unit_id, '38' AS code, 'Tỉnh thử nghiệm' AS name, 'province' AS level,
            CAST(NULL AS VARCHAR) AS parent_id, CAST(NULL AS VARCHAR) AS area, DATE '1990-01-01' AS valid_from,
            CAST(NULL AS DATE) AS valid_to
        UNION ALL SELECT commune(range), CAST(20000 + range AS VARCHAR), 'Xã ' || range, 'commune', 'TINH',
            CASE WHEN range % 6 = 5 THEN 'urban' ELSE 'rural' END, DATE '1990-01-01',
            CASE WHEN range % 10 < 2 AND {communes} > 9 THEN {merger} END FROM range({communes})
        UNION ALL SELECT commune(90000 + range), CAST(60000 + range AS VARCHAR), 'Xã mới ' || range, 'commune', 'TINH',
            'rural', {merger}, NULL FROM range(CAST(floor({communes} / 10) AS INTEGER))
        UNION ALL SELECT village(c.range, v.range), CAST(20000 + c.range AS VARCHAR) || lpad(CAST(v.range AS VARCHAR),
            2, '0'), 'Thôn ' || v.range, 'village', commune(c.range), 'rural', DATE '1990-01-01', NULL
            FROM range({communes}) c, range({villages}) v""",
    "unit_successions": """SELECT commune(range) AS predecessor_id,
        commune(90000 + CAST(floor(range / 10) AS INTEGER)) AS successor_id, {merger} AS "on"
        FROM range({communes}) WHERE range % 10 < 2 AND CAST(floor({communes} / 10) AS INTEGER) > floor(range / 10)""",
    "facilities": """SELECT k.kind || '-' || c.range AS facility_id, 'Cơ sở ' || c.range AS name, k.kind AS kind,
        village(c.range, k.place) AS unit_id, DATE '2005-09-01' AS opened_on, CASE WHEN k.kind = 'play_point' AND
        c.range % 9 = 4 THEN DATE '2024-03-01' END AS closed_on FROM range({communes}) c, (VALUES ('kindergarten', 0),
        ('primary', 1), ('lower_secondary', 2), ('health_station', 3), ('play_point', 4)) k(kind, place)""",
    "facility_checks": """SELECT k.kind || '-' || c.range AS facility_id, CAST(y.range AS INTEGER) AS year,
        CASE WHEN chance(c.range, 30 + y.range % 7) < 0.95 THEN chance(c.range, 41) < 0.9 END AS sanitation,
        CASE WHEN chance(c.range, 50 + y.range % 7) < 0.9 THEN chance(c.range, 42) < 0.5 END AS psychological_support,
        CASE WHEN chance(c.range, 60 + y.range % 7) < 0.9 THEN chance(c.range, 43) < 0.6 END AS accessible_building,
        CASE WHEN chance(c.range, 70 + y.range % 7) < 0.9 THEN chance(c.range, 44) < 0.5 END AS accessible_materials,
        k.kind <> 'play_point' OR chance(c.range, 45) < 0.9 AS operating FROM range({communes}) c, range(2021, 2027) y,
        (VALUES ('kindergarten'), ('primary'), ('lower_secondary'), ('play_point')) k(kind)""",
    "children": f"""SELECT id(i) AS child_id, {_NAME} AS full_name, sex, born AS born_on, precision AS born_precision,
        CAST(NULL AS VARCHAR) AS personal_id, {_pick("i", 23, "Kinh", "Thái", "Mường", "Mông")} AS ethnicity,
        {_pick("i", 24, *_SURNAMES)} || ' Thị ' || {_pick("i", 25, *_GIVEN)} AS mother_name,
        CAST(NULL AS VARCHAR) AS father_name, CASE WHEN chance(i, 9) < 0.97 AND born + 20 <= {{day}} THEN
        CAST(born + CAST(floor(chance(i, 10) * 90) AS INTEGER) AS DATE) END AS birth_registered_on, died AS died_on,
        CASE WHEN died IS NOT NULL THEN 'illness' END AS death_cause FROM kid""",
    "residences": """SELECT id(i) AS child_id, village(c, v) AS unit_id, born AS from_on,
            CASE WHEN moved AND born < DATE '2023-06-01' THEN day END AS to_on FROM (SELECT *, CAST(DATE '2023-06-01' +
            CAST(floor(chance(i, 11) * 1200) AS INTEGER) AS DATE) AS day FROM kid)
        UNION ALL SELECT id(i), village((c + CASE WHEN chance(i, 12) < 0.5 THEN 0 ELSE 1 END) % {communes},
            (v + 1) % {villages}), CAST(DATE '2023-06-01' + CAST(floor(chance(i, 11) * 1200) AS INTEGER) AS DATE), NULL
            FROM kid WHERE moved AND born < DATE '2023-06-01'""",
    "measurements": """SELECT id(i) AS child_id, on_ AS measured_on, CASE WHEN chance(i, 100 + n) < 0.98 THEN
            round((CASE WHEN m < 12 THEN 3.4 + 0.53 * m ELSE 9.6 + 0.19 * (m - 12) END) * (1 + 0.11 * about(i, 120) +
            0.02 * about(i, 130 + n)), 1) END AS weight_kg, CASE WHEN chance(i, 160 + n) < 0.97 THEN
            round((CASE WHEN m < 12 THEN 50 + 2.1 * m ELSE 75.5 + 0.8 * (m - 12) END) * (1 + 0.038 * about(i, 180)),
            1) END AS height_cm, CASE WHEN chance(i, 190) < 0.02 THEN NULL WHEN m < 24 THEN 'lying' ELSE 'standing' END
            AS position, chance(i, 200 + n) < 0.002 AS oedema FROM (SELECT i, n.range AS n, n.range * 6 AS m, born,
            died, CAST(born + CAST(n.range * 183 + floor(chance(i, 90) * 150) AS INTEGER) AS DATE) AS on_
            FROM kid, range(10) n WHERE chance(i, 80 + n.range) < 0.9) WHERE """ + _ALIVE.format("on_", day="{day}"),
    "doses": """SELECT id(i) AS child_id, vaccine, on_ AS given_on FROM (SELECT i, born, died, s.vaccine,
            CAST(born + s.days + CAST(floor(chance(i, 220 + s.n) * 12) AS INTEGER) AS DATE) AS on_ FROM kid,
            (VALUES (1, 'BCG', 1), (2, 'HEPB0', 0), (3, 'PENTA', 61), (4, 'PENTA', 92), (5, 'PENTA', 122),
            (6, 'OPV', 61), (7, 'OPV', 92), (8, 'OPV', 122), (9, 'IPV', 153), (10, 'MEASLES', 274), (11, 'JE', 366),
            (12, 'JE', 380), (13, 'MR', 549), (14, 'DPT', 549), (15, 'JE', 732)) s(n, vaccine, days)
            WHERE chance(i, 240 + s.n) < 0.97) WHERE """ + _ALIVE.format("on_", day="{day}"),
    "enrolments": """SELECT id(i) AS child_id, kind || '-' || c AS facility_id, CAST(first AS VARCHAR) || '-' ||
            CAST(first + 1 AS VARCHAR) AS school_year, grade, grade || 'A' AS class, on_ AS entered_on,
            CASE WHEN outcome IN ('dropped_out', 'transferred') THEN CAST(on_ + 120 AS DATE) END AS left_on, outcome
        FROM (SELECT *, CASE WHEN first = 2026 THEN CASE WHEN chance(i, 400 + a) < 0.5 THEN 'studying' END
            WHEN chance(i, 400 + a) < 0.006 THEN 'dropped_out' WHEN chance(i, 400 + a) < 0.015 THEN 'transferred'
            WHEN chance(i, 400 + a) < 0.025 THEN 'repeating' WHEN chance(i, 400 + a) < 0.03 THEN NULL
            WHEN a IN (10, 14) THEN 'completed' ELSE 'promoted' END AS outcome FROM (
            SELECT i, c, born, died, a.range AS a, year(born) + a.range AS first, make_date(year(born) + a.range, 9, 5)
            AS on_, CASE WHEN a.range < 6 THEN 'kindergarten' WHEN a.range < 11 THEN 'primary' ELSE 'lower_secondary'
            END AS kind, CASE WHEN a.range < 6 THEN 'MG' || a.range ELSE CAST(a.range - 5 AS VARCHAR) END AS grade
            FROM kid, range(3, 15) a WHERE chance(i, 420 + a.range) < 0.96)) WHERE first >= 2021 AND """
            + _ALIVE.format("on_", day="{day}"),
    "circumstances": f"""SELECT id(i) AS child_id, {_pick("i", 300, *"abcghino")} AS "group", CAST(DATE '2021-01-01' +
        CAST(floor(chance(i, 301) * 1900) AS INTEGER) AS DATE) AS from_on, CASE WHEN chance(i, 302) < 0.3 THEN
        DATE '2026-06-30' END AS to_on FROM kid WHERE chance(i, 303) < 0.05""",
    "disabilities": """SELECT id(i) AS child_id, 'severe' AS severity, CASE WHEN chance(i, 310) < 0.85 THEN
        chance(i, 311) < 0.7 END AS needs_schooling, CAST(greatest(born, DATE '2021-01-01') AS DATE) AS from_on,
        CAST(NULL AS DATE) AS to_on FROM kid WHERE chance(i, 312) < 0.02""",
    "supports": """SELECT id(i) AS child_id, CASE WHEN chance(i, 312) < 0.02 THEN 'inclusive_education' ELSE 'cash' END
        AS kind, DATE '2023-02-01' AS from_on, CASE WHEN chance(i, 320) < 0.4 THEN DATE '2025-02-02' END AS to_on
        FROM kid WHERE chance(i, 303) < 0.03 OR chance(i, 312) < 0.013""",
    "services": """SELECT id(i) AS child_id, s.field AS field, CAST(make_date(CAST(y.range AS INTEGER), 3, 1) +
        CAST(floor(chance(i, 330 + y.range % 7) * 200) AS INTEGER) AS DATE) AS received_on FROM kid,
        range(2024, 2027) y, (VALUES ('health', 0), ('nutrition', 1), ('education', 2)) s(field, n)
        WHERE chance(i, 340 + y.range % 7 * 3 + s.n) < 0.2 AND born < make_date(CAST(y.range AS INTEGER), 3, 1)""",
    "incidents": """SELECT 'V' || lpad(CAST(i AS VARCHAR), 9, '0') || k.n AS incident_id, id(i) AS child_id, k.kind AS
        kind, CASE WHEN chance(i, 360 + k.n) < 0.8 THEN CAST(day AS DATE) END AS occurred_on, CAST(day + 3 AS DATE) AS
        detected_on, CASE WHEN chance(i, 365 + k.n) < 0.8 THEN chance(i, 370 + k.n) < 0.9 END AS confirmed,
        k.kind = 'injury' AND chance(i, 375) < 0.03 AS fatal, CASE WHEN k.kind = 'disaster' AND chance(i, 376) < 0.8
        THEN CAST(day + CAST(floor(chance(i, 377) * 12) AS INTEGER) AS DATE) END AS relieved_on FROM (SELECT *,
        DATE '2024-01-15' + CAST(floor(chance(i, 378) * 1000) AS INTEGER) AS day FROM kid), (VALUES (1, 'abuse', 0.002),
        (2, 'injury', 0.02), (3, 'child_labour', 0.001), (4, 'child_marriage', 0.005), (5, 'disaster', 0.01),
        (6, 'disaster', 0.003)) k(n, kind, share) WHERE chance(i, 380 + k.n) < k.share
        AND (k.n < 4 OR k.n > 4 OR born < DATE '2012-01-01')""",
    "assessments": """SELECT id(i) AS child_id, on_ AS assessed_on, 'ecdi2030' AS instrument, CASE WHEN
        chance(i, 390 + n) < 0.97 THEN CAST(least(20, floor(5 + n * 3 + chance(i, 394 + n) * 9)) AS INTEGER) END
        AS score FROM (SELECT i, born, died, n.range AS n, CAST(born + CAST(760 + n.range * 365 AS INTEGER) AS DATE)
        AS on_ FROM kid, range(3) n WHERE chance(i, 397 + n.range) < 0.6) WHERE on_ >= DATE '2021-01-01' AND """
        + _ALIVE.format("on_", day="{day}"),
    "activities": """SELECT k.kind || '-' || c.range || '-' || y.range AS activity_id, k.kind AS kind,
        make_date(CAST(y.range AS INTEGER), 6, 1) AS held_on, commune(c.range) AS unit_id, 'Sinh hoạt' AS title
        FROM range({communes}) c, range(2024, 2027) y, (VALUES ('consultation'), ('awareness'),
        ('participation_model'), ('campaign')) k(kind)""",
    "attendance": """SELECT k.kind || '-' || c || '-' || y.range AS activity_id, id(i) AS child_id FROM kid,
        range(2024, 2027) y, (VALUES ('consultation', 7, 0.3, 0), ('awareness', 5, 0.5, 1),
        ('participation_model', 11, 0.2, 2)) k(kind, least_, share, n)
        WHERE year(born) + k.least_ <= y.range AND chance(i, 450 + y.range % 7 * 3 + k.n) < k.share""",
    "declared": """SELECT k.measure AS measure, commune(c.range) AS unit_id, CAST(y.range AS INTEGER) AS year,
        CASE WHEN k.measure = '1' THEN CAST(chance(c.range, 480 + y.range % 7) < 0.7 AS BIGINT) ELSE
        CAST(floor(chance(c.range, 490 + y.range % 7) * 90) AS BIGINT) END AS numerator, CASE WHEN k.measure = '1'
        THEN CAST(1 AS BIGINT) ELSE CAST(90 AS BIGINT) END AS denominator, CAST(NULL AS VARCHAR) AS document
        FROM range({communes}) c, range(2021, 2027) y, (VALUES ('1'), ('6')) k(measure)
        WHERE chance(c.range, 500 + y.range % 7) < 0.9""",
}


def write(folder: Path, children: int, *, seed: int = 1, progress: Callable[[str], None] = lambda text: None,
          ) -> dict[str, int]:
    """Write the folder; the same children and seed make the same rows. Returns rows by table."""
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    words: dict[str, Any] = {
        "seed": int(seed), "children": int(children), "villages": VILLAGES, "day": f"DATE '{DAY}'", "merger": MERGER,
        "first": f"DATE '{FIRST_BIRTH}'", "days": (DAY - FIRST_BIRTH).days,
        "communes": max(1, children // (VILLAGES * CHILDREN_OF_A_VILLAGE))}
    with tempfile.TemporaryDirectory(prefix="mangnon-", dir=folder) as beside, duckdb.connect(
            str(Path(beside) / "work.duckdb"), config={
                "memory_limit": "1GB", "temp_directory": beside, "autoinstall_known_extensions": "false"}) as made:
        made.execute(_MACROS.format(**words))
        made.execute(_KID.format(**words))
        written = {}
        for name, sql in FILES.items():
            progress(f"Ghi {name}.parquet")
            target = str(folder / f"{name}.parquet").replace("'", "''")
            written[name] = int(made.execute(f"COPY ({sql.format(**words)}) TO '{target}' (FORMAT parquet)"
                                             ).fetchall()[0][0])
    return written
