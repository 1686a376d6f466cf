"""The few words in which the engines' SQL differs. Everything else of a statement is the same text. Pure."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """text: the type of texts.  mark: what stands around a name.  ordinal_of: a date as a day's number.

    nfc_as: a text composed; Spark's are where the file is opened.
    """

    text: str
    mark: str
    ordinal_of: str
    fits_as: str
    nfc_as: str
    blank_as: str

    def name(self, word: str) -> str:
        return f"{self.mark}{word}{self.mark}"

    def ordinal(self, day: str) -> str:
        """Days since year 1, as date.toordinal() counts them."""
        return self.ordinal_of.format(day)

    def fits(self, cell: str, pattern: str) -> str:
        """Whether the whole text is as the pattern says."""
        return self.fits_as.format(cell, pattern)

    def blank(self, cell: str) -> str:
        """Whether a text has no more than spaces in it."""
        return self.blank_as.format(cell)

    def nfc(self, cell: str) -> str:
        return self.nfc_as.format(cell)


SPACES = "".join(map(chr, (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
                           0x202F, 0x205F, 0x3000)))
"""Every character that str.strip() takes for a space: what an import calls an empty cell."""

DUCKDB = Dialect("VARCHAR", '"', "(CAST({0} - DATE '0001-01-01' AS INTEGER) + 1)", "regexp_full_match({0}, '{1}')",
                 "nfc_normalize({0})", f"trim({{0}}, '{SPACES}') = ''")
SPARK = Dialect("STRING", "`", "(datediff({0}, DATE'0001-01-01') + 1)", "({0} RLIKE '^(?:{1})\\\\z')", "{0}",
                f"trim(BOTH '{SPACES}' FROM {{0}}) = ''")


def years(born: str, on: str) -> str:
    """Completed years on a day, 0 before the birth; both are dates. As core.periods counts them."""
    return (f"(CASE WHEN {on} <= {born} THEN 0 ELSE year({on}) - year({born}) - CASE WHEN month({on}) * 100 + "
            f"day({on}) < month({born}) * 100 + day({born}) THEN 1 ELSE 0 END END)")


def months(born: str, on: str) -> str:
    """Completed months on a day, 0 before the birth; both are dates. A month that lacks the day is not complete."""
    return (f"(CASE WHEN {on} <= {born} THEN 0 ELSE (year({on}) - year({born})) * 12 + month({on}) - month({born}) - "
            f"CASE WHEN day({born}) > day({on}) THEN 1 ELSE 0 END END)")
