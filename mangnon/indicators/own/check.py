"""A definition that a person wrote, checked word by word before anything is compiled: nothing unknown passes.

Every table, column, operator and setting is compared with what there is, every value with its column's type; what is
left are whole numbers and quoted words. So the compiler never meets a name that is not ours.
"""
from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..readings import readings
from ..tables import CHILD_TABLES, TABLES
from ..vocabulary import DAY_WORDS, HOMES, OPERATORS, YEAR_WORDS
from .text import Leaf, Path, line_of
from .words import CATEGORIES

DEEPEST, MOST = 8, 200
"""How deep conditions may lie in each other, how many there may be: a definition is read by people."""
BIGGEST = 10_000_000
OLDEST = 120
OF = (*CHILD_TABLES, "facility")
INNER = (*CHILD_TABLES, "check")
NEEDS = {"exact": ("exact",), "age": ("born",), "born_in": ("born",), "active": ("from_day", "to_day"),
         "active_in_period": ("from_day", "to_day"), "doses": ("child",), "due_doses": ("child", "born")}
HOME_NEEDS = {"own": ("facility", "unit"), "event": ("event_unit", "sex"), "detected": ("detected_unit", "sex"),
              "birth": ("birth_unit", "sex"), "last": ("last_unit", "sex"), "turned_one": ("turned_one", "child"),
              "left": ("left_day", "child"), "end": ("child",), "school_end": ("child",)}
LATEST_HOMES = ("end", "school_end", "turned_one", "left")
WORDS = ("age", "born_in", "exact", "is", "empty", "compare", "in_period", "active", "active_in_period", "has",
         "latest_is", "bands", "doses", "due_doses", "all", "any", "not", "setting")
LIKE = re.compile(r"[^\x00-\x1f\x7f]{1,80}")


@dataclass(frozen=True)
class Problem:
    """One fault at its place. line: of the text, from 1."""

    line: int
    text: str


def near(word: Any, known: Iterable[str]) -> str:
    """A hint, where a known word looks like it."""
    found = difflib.get_close_matches(str(word), list(known), 1)
    return " " + _("Có phải “%(word)s”?") % {"word": found[0]} if found else ""


class Checker:
    """Collects the faults of one definition's conditions."""

    def __init__(self, found: list[Leaf]) -> None:
        self.leaves, self.problems, self._count = found, list[Problem](), 0

    def say(self, path: Path, words: str) -> None:
        problem = Problem(line_of(self.leaves, path), words)
        if problem not in self.problems:
            self.problems.append(problem)

    def condition(self, path: Path, value: Any, table: str, latest: str | None, depth: int = 0) -> None:
        """Check a condition about rows of a table; latest: the table of the newest row beside it."""
        if isinstance(value, bool):
            return
        self._count += 1
        if depth > DEEPEST or self._count > MOST:
            if self._count <= MOST + 1:
                self.say(path, _("Định nghĩa quá dài hoặc quá nhiều tầng. Hãy tách thành nhiều chỉ tiêu."))
            self._count = MOST + 1
            return
        if not isinstance(value, list) or not value or not isinstance(value[0], str):
            self.say(path, _("Điều kiện phải là một danh sách bắt đầu bằng một từ, như [\"age\", \"<\", 5]."))
            return
        word, rest = value[0], value[1:]
        if word not in WORDS:
            self.say(path, _("Không có từ “%(word)s”.") % {"word": word[:40]} + near(word, WORDS))
            return
        lacking = [c for c in NEEDS.get(word, ()) if c not in TABLES[table].columns]
        if lacking:
            self.say(path, _("Từ “%(word)s” không dùng được với bảng “%(table)s”.") % {"word": word, "table": table})
            return
        getattr(self, f"_{word}")(path, rest, table, latest, depth)

    # -- words

    def _arity(self, path: Path, rest: list[Any], least: int, most: int | None = None) -> bool:
        most = least if most is None else most
        if least <= len(rest) <= most:
            return True
        self.say(path, _("Điều kiện này thiếu hoặc thừa phần: cần %(n)s phần sau từ đầu.") % {
            "n": least if least == most else _("từ %(n)s") % {"n": least}})
        return False

    def _all(self, path: Path, rest: list[Any], table: str, latest: str | None, depth: int) -> None:
        if self._arity(path, rest, 1, MOST):
            for n, inner in enumerate(rest, 1):
                self.condition((*path, n), inner, table, latest, depth + 1)

    _any = _all

    def _not(self, path: Path, rest: list[Any], table: str, latest: str | None, depth: int) -> None:
        if self._arity(path, rest, 1):
            self.condition((*path, 1), rest[0], table, latest, depth + 1)

    def _exact(self, path: Path, rest: list[Any], *more: Any) -> None:
        self._arity(path, rest, 0)

    _active = _active_in_period = _exact

    def _age(self, path: Path, rest: list[Any], *more: Any) -> None:
        if not self._arity(path, rest, 2):
            return
        if rest[0] not in (">=", "<"):
            self.say((*path, 1), _("Tuổi chỉ so được bằng >= hoặc <."))
        self._number((*path, 2), rest[1], 0, OLDEST)

    def _born_in(self, path: Path, rest: list[Any], *more: Any) -> None:
        if self._arity(path, rest, 1) and rest[0] not in ("period", *YEAR_WORDS):
            self.say((*path, 1), _("Năm sinh viết là một trong: %(known)s.") % {
                "known": ", ".join(("period", *YEAR_WORDS))})

    def _setting(self, path: Path, rest: list[Any], *more: Any) -> None:
        if self._arity(path, rest, 1):
            self._reading((*path, 1), rest[0], ("yes_no",))

    def _doses(self, path: Path, rest: list[Any], *more: Any) -> None:
        if self._arity(path, rest, 1):
            self._reading((*path, 1), rest[0], ("series",))

    def _due_doses(self, path: Path, rest: list[Any], *more: Any) -> None:
        if self._arity(path, rest, 1):
            self._reading((*path, 1), rest[0], ("due_table",))

    def _empty(self, path: Path, rest: list[Any], table: str, *more: Any) -> None:
        if self._arity(path, rest, 1):
            self.column((*path, 1), rest[0], table)

    def _in_period(self, path: Path, rest: list[Any], table: str, *more: Any) -> None:
        if self._arity(path, rest, 1):
            self.column((*path, 1), rest[0], table, "int")

    def _is(self, path: Path, rest: list[Any], table: str, *more: Any) -> None:
        if self._arity(path, rest, 2, MOST) and self.column((*path, 1), rest[0], table):
            for n, value in enumerate(rest[1:], 2):
                self._value((*path, n), value, table, rest[0])

    def _compare(self, path: Path, rest: list[Any], table: str, *more: Any) -> None:
        if not self._arity(path, rest, 3) or not self.column((*path, 1), rest[0], table):
            return
        if rest[1] not in OPERATORS:
            self.say((*path, 2), _("Không có phép so “%(op)s”. Hãy dùng một trong: %(known)s.") % {
                "op": str(rest[1])[:20], "known": " ".join(OPERATORS)})
        elif TABLES[table].columns[rest[0]] == "text":
            self.say((*path, 1), _("Cột “%(name)s” là chữ: hãy dùng “is” thay cho “compare”.") % {"name": rest[0]})
        elif isinstance(rest[2], str) and rest[2].startswith("column:"):
            self._other_column((*path, 3), rest[2], table)
        else:
            self._value((*path, 3), rest[2], table, rest[0])

    def _has(self, path: Path, rest: list[Any], table: str, latest: str | None, depth: int) -> None:
        if not self._arity(path, rest, 2, MOST):
            return
        if not self.table((*path, 1), rest[0], INNER):
            return
        if TABLES[rest[0]].subject not in TABLES[table].columns:
            self.say((*path, 1), _("Bảng “%(table)s” không nối được với bảng “%(other)s”.") % {
                "table": rest[0], "other": table})
            return
        self._number((*path, 2), rest[1], 1, 1000)
        for n, inner in enumerate(rest[2:], 3):
            self.condition((*path, n), inner, rest[0], None, depth + 1)

    def _latest_is(self, path: Path, rest: list[Any], table: str, latest: str | None, depth: int) -> None:
        if latest is None:
            self.say(path, _("“latest_is” cần phần “latest” của khối [[part]] này."))
            return
        for n, inner in enumerate(rest, 1):
            self.condition((*path, n), inner, latest, None, depth + 1)

    def _bands(self, path: Path, rest: list[Any], table: str, *more: Any) -> None:
        if not self._arity(path, rest, 3):
            return
        for n in (1, 2):
            self.column((*path, n), rest[n - 1], table, "int")
        rows = rest[2]
        if not isinstance(rows, list) or not rows or len(rows) > MOST or not all(
                isinstance(r, list) and len(r) == 3 and all(type(x) is int and abs(x) <= BIGGEST for x in r)
                for r in rows):
            self.say((*path, 3), _("Các khoảng viết là [[từ, đến, ít nhất], …], toàn số nguyên."))
        elif any(low > high for low, high, _least in rows):
            self.say((*path, 3), _("Có khoảng mà số đầu lớn hơn số cuối."))

    # -- names and values

    def table(self, path: Path, name: Any, known: tuple[str, ...]) -> bool:
        if isinstance(name, str) and name in known:
            return True
        self.say(path, _("Không có bảng “%(name)s”.") % {"name": str(name)[:40]} + near(name, known)
                 + " " + _("Các bảng: %(known)s.") % {"known": ", ".join(known)})
        return False

    def column(self, path: Path, name: Any, table: str, kind: str = "") -> bool:
        columns = TABLES[table].columns
        if not isinstance(name, str) or name not in columns:
            self.say(path, _("Bảng “%(table)s” không có cột “%(name)s”.") % {"table": table, "name": str(name)[:40]}
                     + near(name, columns) + " " + _("Các cột: %(known)s.") % {"known": ", ".join(columns)})
            return False
        if kind and columns[name] != kind:
            self.say(path, _("Cột “%(name)s” là chữ, ở đây cần số hoặc ngày.") % {"name": name})
            return False
        return True

    def _number(self, path: Path, value: Any, low: int, high: int) -> None:
        if isinstance(value, str) and value.startswith("setting:"):
            self._reading(path, value.removeprefix("setting:"), ("number", "days", "months"))
        elif type(value) is not int or not low <= value <= high:
            self.say(path, _("Ở đây cần một số nguyên từ %(low)s đến %(high)s.") % {"low": low, "high": high})

    def _reading(self, path: Path, name: Any, kinds: tuple[str, ...]) -> None:
        fitting = [r for r, reading in readings().items() if reading.kind in kinds]
        if name not in fitting:
            self.say(path, _("Không có cách hiểu “%(name)s” dùng được ở đây.") % {"name": str(name)[:40]}
                     + near(name, fitting))

    def _other_column(self, path: Path, value: str, table: str) -> None:
        name, plus, days = value.removeprefix("column:").partition("+")
        if not self.column(path, name, table, "int") or not plus:
            return
        if days.startswith("setting:"):
            self._reading(path, days.removeprefix("setting:"), ("number", "days"))
        elif not re.fullmatch(r"[0-9]{1,5}", days):
            self.say(path, _("Sau dấu + là số ngày, viết bằng chữ số."))

    def _value(self, path: Path, value: Any, table: str, column: str) -> None:
        """A value of its column's type: a whole number, a day or year word, a category, or a setting of that type."""
        number = TABLES[table].columns[column] == "int"
        if isinstance(value, str) and value.startswith("setting:"):
            self._reading(path, value.removeprefix("setting:"),
                          ("number", "days", "months", "choice", "day") if number else ("kinds", "supports", "grade"))
        elif number:
            if value not in (*DAY_WORDS, *YEAR_WORDS) and (type(value) is not int or abs(value) > BIGGEST):
                self.say(path, _("Cột “%(name)s” là số: hãy viết một số nguyên, hoặc một trong: %(known)s.") % {
                    "name": column, "known": ", ".join((*DAY_WORDS, *YEAR_WORDS))})
        elif not isinstance(value, str) or not LIKE.fullmatch(value) or value in (*DAY_WORDS, *YEAR_WORDS):
            self.say(path, _("Cột “%(name)s” là chữ: hãy viết một từ trong dấu nháy.") % {"name": column})
        elif (table, column) in CATEGORIES and value not in dict(CATEGORIES[table, column]):
            known = [code for code, _label in CATEGORIES[table, column]]
            self.say(path, _("Cột “%(name)s” không có loại “%(value)s”.") % {"name": column, "value": value}
                     + near(value, known) + " " + _("Các loại: %(known)s.") % {"known": ", ".join(known)})


def check_part(checker: Checker, n: int, part: Mapping[str, Any]) -> None:
    """Check one [[part]]: its table, home and subject fit each other; every condition is one we know."""
    here: Path = ("part", n)
    for word in part:
        if word not in ("of", "home", "where", "den", "num", "unk", "latest", "subject"):
            checker.say((*here, word), _("Không có mục “%(word)s” trong [[part]].") % {"word": str(word)[:40]})
    table, home = part.get("of"), part.get("home")
    if not checker.table((*here, "of"), table, OF) or not isinstance(table, str):
        return
    columns = TABLES[table].columns
    if home not in HOMES or any(c not in columns for c in HOME_NEEDS[home]):
        fitting = [h for h in HOMES if all(c in columns for c in HOME_NEEDS[h])]
        words = _("Nơi ở “%(home)s” không dùng được với bảng “%(table)s”. Hãy chọn: %(known)s.")
        checker.say((*here, "home"), words % {
            "home": str(home)[:40], "table": table, "known": ", ".join(fitting)})
        return
    subject = part.get("subject", TABLES[table].subject)
    if not isinstance(subject, str) or subject not in ({"child", "incident", "facility"} & set(columns)):
        checker.say((*here, "subject"), _("“subject” là child, incident hoặc facility, và phải có trong bảng."))
    latest = _check_latest(checker, here, part.get("latest"), str(home))
    where = part.get("where", [])
    if not isinstance(where, list) or not all(isinstance(c, list) for c in where):
        checker.say((*here, "where"), _("“where” là một danh sách các điều kiện, như [[\"age\", \"<\", 5]]."))
        where = []
    for k, condition in enumerate(where):
        checker.condition((*here, "where", k), condition, table, latest)
    for flag in ("den", "num", "unk"):
        checker.condition((*here, flag), part.get(flag, False), table, latest)


def _check_latest(checker: Checker, here: Path, latest: Any, home: str) -> str | None:
    if latest is None:
        return None
    path = (*here, "latest")
    if not isinstance(latest, Mapping) or set(latest) != {"table", "where"} or not isinstance(latest["where"], list) \
            or not latest["where"] or home not in LATEST_HOMES:
        checker.say(path, _("“latest” viết là { table = …, where = [điều kiện] }, với nơi ở %(known)s.") % {
            "known": ", ".join(LATEST_HOMES)})
        return None
    dated = tuple(t for t in CHILD_TABLES if "day" in TABLES[t].columns)
    if not checker.table((*path, "table"), latest["table"], dated):
        return None
    for k, condition in enumerate(latest["where"]):
        checker.condition((*path, "where", k), condition, latest["table"], None)
    return str(latest["table"])
