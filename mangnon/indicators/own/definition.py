"""The text of an own measure as a definition, or the sentences that say what is wrong and in which line."""
from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ..readings import readings
from ..tables import TABLES
from ..vocabulary import FOLDER, Definition, Part, definitions
from .check import Checker, Problem, check_part, near
from .text import Leaf, leaves

LONGEST = 20_000
"""Characters: the longest definition of the house has 2,000."""
MOST_PARTS = 8
HEAD = ("source", "count", "denominator", "unknown_joins", "every", "distinct", "lists_missing", "settings", "part")
COUNTED = ("child", "event", "facility")
YES_NO = ("denominator", "every", "distinct", "lists_missing")
UNITS = ("%", "per 1000", "per 10000", "count")


@dataclass(frozen=True)
class Read:
    """A text that was read. definition: None where there are problems.  leaves: where each value stands.

    sound: every word is known, though what it says may contradict itself.
    """

    definition: Definition | None
    problems: list[Problem]
    leaves: list[Leaf]
    data: Mapping[str, Any]
    sound: bool


def digest(text: str) -> str:
    """Names a version: of the text alone, so that the same words are the same version."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def copy_of(code: str) -> str:
    """A line's definition as text to begin from, without the line's number."""
    for path in sorted(FOLDER.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        if tomllib.loads(text)["measure"] == code:
            return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("measure ="))
    raise KeyError(code)


def copyable() -> list[str]:
    """Lines that are counted from the register; what a unit declares cannot be counted otherwise."""
    return [code for code, d in definitions().items() if d.count in COUNTED]


def parse(text: str) -> tuple[dict[str, Any], list[Problem]]:
    """The text as values, or the one sentence that says why it cannot be read at all."""
    if len(text) > LONGEST:
        return {}, [Problem(1, _("Định nghĩa dài quá %(n)s chữ.") % {"n": LONGEST})]
    if bad := re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text.replace("\r\n", "\n")):
        return {}, [Problem(text.count("\n", 0, bad.start()) + 1, _("Có ký tự lạ không nhìn thấy được."))]
    try:
        return tomllib.loads(text), []
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        return {}, [Problem(line, _("Dòng này viết chưa đúng cách: xem lại dấu nháy, dấu phẩy và dấu ngoặc."))]
    except (RecursionError, ValueError):
        return {}, [Problem(1, _("Định nghĩa quá dài hoặc quá nhiều tầng. Hãy tách thành nhiều chỉ tiêu."))]


def read(text: str, measure: str, unit: str = "%", beside: tuple[str, ...] = ()) -> Read:
    """Read and check a definition. unit: of its value, for a share or a rate needs something to be out of.

    beside: further words that may stand at the top (a file of the province names its measure there).
    """
    text = text.replace("\r\n", "\n")
    data, problems = parse(text)
    if problems:
        return Read(None, problems, [], {}, False)
    found = leaves(text, data)
    checker = Checker(found)
    _check_head(checker, data, (*HEAD, *beside))
    parts = data.get("part", [])
    if not isinstance(parts, list) or not 0 < len(parts) <= MOST_PARTS or not all(isinstance(p, dict) for p in parts):
        checker.say(("part",), _("Cần từ 1 đến %(n)s khối [[part]].") % {"n": MOST_PARTS})
        parts = []
    for n, part in enumerate(parts):
        check_part(checker, n, part)
    sound = not checker.problems
    if sound:
        _contradictions(data, unit, checker)
    problems = sorted(checker.problems, key=lambda p: p.line)
    return Read(None if problems else _built(data, measure), problems, found, data, sound)


def _check_head(checker: Checker, data: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for word in data:
        if word not in known:
            checker.say((word,), _("Không có mục “%(word)s”.") % {"word": str(word)[:40]} + near(word, known))
    if data.get("count") not in COUNTED:
        checker.say(("count",), _("“count” là một trong: %(known)s.") % {"known": ", ".join(COUNTED)})
    if data.get("unknown_joins", "both") not in ("both", "numerator"):
        checker.say(("unknown_joins",), _("“unknown_joins” là both hoặc numerator."))
    for word in YES_NO:
        if not isinstance(data.get(word, True), bool):
            checker.say((word,), _("“%(word)s” là true hoặc false.") % {"word": word})
    source = data.get("source", "")
    if not isinstance(source, str) or len(source) > 200:
        checker.say(("source",), _("“source” là căn cứ, viết bằng chữ, ngắn."))
    settings = data.get("settings", [])
    if not isinstance(settings, list) or not all(isinstance(s, str) and s in readings() for s in settings):
        checker.say(("settings",), _("“settings” là danh sách tên các cách hiểu đang có."))


def _built(data: Mapping[str, Any], measure: str) -> Definition:
    parts = tuple(Part(p["of"], p["home"], tuple(p.get("where", ())), p.get("den", False), p.get("num", False),
                       p.get("unk", False), p.get("latest"), p.get("subject", TABLES[p["of"]].subject))
                  for p in data["part"])
    flags = {word: data[word] for word in ("unknown_joins", *YES_NO) if word in data}
    return Definition(measure, data.get("source", ""), data["count"], parts,
                      settings=tuple(data.get("settings", ())), **flags)


# -- what contradicts itself

def _contradictions(data: Mapping[str, Any], unit: str, checker: Checker) -> None:
    parts = data["part"]
    subjects = {p.get("subject", TABLES[p["of"]].subject) for p in parts}
    wrong = subjects - {"child": {"child"}, "event": {"child", "incident"}, "facility": {"facility"}}[data["count"]]
    if wrong:
        checker.say(("count",), _("“count” là %(count)s mà có khối đếm %(other)s.") % {
            "count": data["count"], "other": ", ".join(sorted(wrong))})
    if not any(p.get("num", False) is not False for p in parts):
        checker.say(("part",), _("Không khối nào có “num”, nên tử số lúc nào cũng bằng 0."))
    whole = any(p.get("den", False) is not False for p in parts)
    if data.get("denominator", True) and unit != "count" and not whole:
        checker.say(("part",), _("Không khối nào có “den”, nên không có mẫu số."))
    if not data.get("denominator", True) and unit != "count":
        checker.say(("denominator",), _("Tỷ lệ cần mẫu số: bỏ “denominator = false”, hoặc chọn đơn vị là số đếm."))
    for n, part in enumerate(parts):
        _clashes(checker, ("part", n, "where"), part.get("where", []))
        for flag in ("den", "num", "unk"):
            value = part.get(flag, False)
            if isinstance(value, list) and value[0] == "all":
                _clashes(checker, ("part", n, flag), value)


def _clashes(checker: Checker, path: tuple[Any, ...], conditions: list[Any]) -> None:
    """Conditions that must all hold and never can: an age from 6 and under 5, a kind that is two kinds."""
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    kinds: dict[str, set[Any]] = {}
    for n, c in enumerate(conditions):
        if not isinstance(c, list) or len(c) < 3:
            continue
        what = "age" if c[0] == "age" else str(c[1])
        if c[0] == "is" and not any(isinstance(v, str) and v.startswith("setting:") for v in c[2:]):
            both = kinds.get(what, set(c[2:])) & set(c[2:])
            if not both:
                checker.say((*path, n), _("Hai điều kiện về “%(what)s” không bao giờ cùng đúng.") % {"what": what})
            kinds[what] = both
        operator, number = c[-2], c[-1]
        if c[0] not in ("age", "compare") or type(number) is not int:
            continue
        if operator in (">", ">=", "="):
            low[what] = max(low.get(what, number), number + (operator == ">"))
        if operator in ("<", "<=", "="):
            high[what] = min(high.get(what, number), number - (operator == "<"))
        if what in low and what in high and low[what] > high[what]:
            checker.say((*path, n), _("Không ai vừa từ %(low)s vừa đến %(high)s: hai điều kiện về “%(what)s” chọi nhau."
                                      ) % {"low": low[what], "high": high[what], "what": what})
