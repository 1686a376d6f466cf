"""The projection's tables: what the rows of the rooms mean to the 34 measures. Pure.

Short text and integers only: days are proleptic ordinals (date.toordinal()), yes and no are 1 and 0, z-scores are
hundredths. So the period's bounds become integer literals, and no date arithmetic of any SQL dialect is left.
"""
from __future__ import annotations

from dataclasses import dataclass

FOREVER = 9_999_999
"""The end of an interval that has none: a day number beyond every calendar day."""


@dataclass(frozen=True)
class ProjectionTable:
    """name: table name.  columns: name to "text" or "int".  filled: columns that are never null.

    subject: the column by which a subject's rows are replaced when it changes.  indexes: column tuples.
    """

    name: str
    columns: dict[str, str]
    subject: str
    filled: frozenset[str]
    indexes: tuple[tuple[str, ...], ...]


def _table(name: str, columns: str, *indexes: str) -> ProjectionTable:
    """``columns``: words, "#" before an int, "!" after one that is never null; the first is the subject."""
    kinds, filled = {}, set()
    for word in columns.split():
        plain = word.strip("#!")
        kinds[plain] = "int" if word.startswith("#") else "text"
        if word.endswith("!"):
            filled.add(plain)
    subject = next(iter(kinds))
    return ProjectionTable(f"indicators_p_{name}", kinds, subject, frozenset(filled),
                           tuple(tuple(index.split()) for index in (indexes or (subject,))))


TABLES: dict[str, ProjectionTable] = {t.name.removeprefix("indicators_p_"): t for t in (
    # exact: born_precision is day.  born: that day, else the middle.  birth_unit: home of the earliest residence,
    # birth_gap: days from birth to it.  died_days, died_years: age at death, the least it may have been.
    _table("child", "child! sex! #exact! #born! #turned_one! #registered #died #died_days #died_years last_unit "
           "birth_unit #birth_gap", "child", "born"),
    # Disjoint homes: where residence rows overlap, the one that begins later holds.
    _table("home", "child! unit! #from_day! #to_day!", "child", "unit"),
    # waz, haz, whz: hundredths, only where valid for measure 4.
    # child and day in one: by the day alone a newest row is looked for among all that were weighed on it.
    _table("measurement", "child! #day! #waz #haz #whz #oedema!", "child day", "day"),
    _table("dose", "child! vaccine! #day! #by_one!"),
    # One index for "this child in that school year", one for "everybody who left in that school year". An index of
    # year and grade alone would be taken for the first question too, and each child would walk through a whole grade.
    _table("enrolment", "child! facility #first_year! grade! #entered! #left_day! outcome", "child first_year grade",
           "first_year outcome"),
    _table("circumstance", "child! grp! #from_day! #to_day!", "child"),
    _table("disability", "child! #needs #from_day! #to_day!", "child"),
    _table("support", "child! kind! #from_day! #to_day!", "child"),
    _table("service", "child! field! #day!", "child"),
    # day: occurred, else detected.  event_unit, event_age: home and completed years on it (after death: last home,
    # age at death); the same for the day of detection.
    _table("incident", "child! incident! sex! kind! #day! #detected! #confirmed #fatal #relieved event_unit "
           "#event_age! detected_unit #detected_age!", "child", "kind"),
    _table("assessment", "child! instrument! #day! #score #months", "child"),
    _table("attendance", "child! activity! kind! #day!", "child", "activity"),
    _table("at_risk", "child! sign! #from_day! #to_day!", "child"),
    _table("poverty", "child! status! #from_day! #to_day!", "child"),
    _table("registration", "child! kind! #from_day! #to_day!", "child"),
    _table("facility", "facility! unit! kind! #opened! #closed!"),
    _table("check", "facility! #year! #sanitation #psychological_support #accessible_building "
           "#accessible_materials #operating", "facility"),
    _table("declared", "unit! measure! #year! #numerator! #denominator!"),
    _table("unit", "unit! code! name! level! parent area #valid_from! #valid_to!"),
    _table("succession", "predecessor! successor! #day!"),
)}

CHILD_TABLES = tuple(name for name, t in TABLES.items() if t.subject == "child")


def ddl(name: str) -> list[str]:
    """Return the statements that make a table outside the framework (an in-memory register)."""
    table = TABLES[name]
    columns = ", ".join(f"{column} {'INTEGER' if kind == 'int' else 'TEXT'}"
                        for column, kind in table.columns.items())
    made = [f"CREATE TABLE {table.name} ({columns})"]
    for n, index in enumerate(table.indexes):
        made.append(f"CREATE INDEX {table.name}_{n} ON {table.name} ({', '.join(index)})")
    return made
