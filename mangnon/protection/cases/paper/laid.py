"""A form as it is laid out on paper: blocks in their order, the same for Word and PDF. Always in Vietnamese. Pure.

What is known is filled in, what is not stays a dotted line as long as its answer needs. The form is that of Nghị định
30/2020/NĐ-CP, annex I.
"""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from . import values as kept
from .form_file import PLACE, Paper, PaperField, Section, Signature

UNVERIFIED = "Mẫu do phần mềm soạn theo nội dung Nghị định 56/2017; xã thay bằng bản chính thức nếu khác."
ROOM = "\u00a0" * 7
"""Room for the clerk's number; the program invents none."""
SHORT = ("date", "time", "number")
CHAIRMAN = "CHỦ TỊCH"
_BREAK = "\u200b"
_ARTICLE = re.compile(r"Điều \d+\.\s*")
TICKED, EMPTY = "☒", "☐"


@dataclass(frozen=True)
class Head:
    """Whose paper it is. issuer_lines: the office line by line.  day: None leaves it to the clerk.

    code: of the case.  child_words: how the child is called on this paper, "" leaves a dotted line.  number: given by
    the clerk, "" leaves room.  office: the lines of whoever signs for the chairman, as KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.
    signers: names under the signatures, in their order.
    """

    issuer_lines: tuple[str, ...]
    place: str
    day: dt.date | None
    code: str
    child_words: str = ""
    number: str = ""
    office: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A label and its words, or so many dotted lines."""

    label: str
    words: str
    lines: int = 1


@dataclass(frozen=True)
class Block:
    """A piece of the page; which of the others it uses depends on its kind.

    kind: mark (Mẫu số), head, state, to, title, authority, ground, order, heading, text, lines (side by side),
    boxes, signatures, sheet (a new one).
    """

    kind: str
    text: str = ""
    rows: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    boxes: tuple[tuple[bool, str], ...] = ()
    signatures: tuple[tuple[tuple[str, ...], str, str], ...] = field(default=())
    beside: str = ""
    below: str = ""


def laid(paper: Paper, values: Mapping[str, Any], head: Head) -> list[Block]:
    """The blocks of a form, in their order."""
    values = {name: kept.printable(value) if isinstance(value, str) else value for name, value in values.items()}
    said: dict[str, Any] = {name: kept.printable(words) if isinstance(words, str) else words
                            for name, words in vars(head).items()}
    head = replace(head, **{**said, "signers": tuple(map(kept.printable, head.signers))})
    filler = _Filler(paper, values, head)
    found = [*_top(paper, head, filler)]
    number = 0
    for slip in (False, True):
        sections = [section for section in paper.sections if section.slip is slip]
        signatures = [one for one in paper.signatures if one.slip is slip]
        if slip and (sections or signatures):
            found.append(Block("sheet"))
        for section in sections:
            number += bool(section.title)
            found += _section(section, f"{number}. " if number and not slip else "", values, filler)
        if signatures:
            found.append(_signed(paper, signatures, head, filler, slip))
    return found


class _Filler:
    """Puts known values into sentences and dots where they are not known."""

    def __init__(self, paper: Paper, values: Mapping[str, Any], head: Head) -> None:
        self.fields = {one.name: one for one in paper.fields}
        self.values, self.used = values, set[str]()
        self.head = {"child": head.child_words or dots(60), "code": head.code or dots(20),
                     "place": head.place or dots(20), "day": day_words(head.day)}

    def fill(self, text: str) -> str:
        """The sentence; which boxes it answered is kept, they are not drawn again."""
        return PLACE.sub(lambda found: self._word(found[1]), text)

    def _word(self, name: str) -> str:
        if name in self.head:
            return self.head[name]
        box = self.fields[name]
        self.used.add(name)
        value = self.values.get(name)
        read = kept.boxed(box, value)
        if box.kind == "date" and (read is None or isinstance(read, dt.date)):
            return day_words(read)
        words = " ".join(kept.words(box, value).split()).rstrip(".")
        if words:
            return words
        return f"{dots(6)} giờ {dots(6)}" if box.kind == "time" else dots({"number": 8, "text": 40}.get(box.kind, 60))


def size_of(paper: Paper) -> int:
    """Points of the letters: 14 in what goes out with a number, 13 in what is filled in by hand."""
    return 14 if paper.look in ("decision", "letter") else 13


def note_of(paper: Paper) -> str:
    """What stands small at the foot of every page, "" where the wording was compared with the rule."""
    return "" if paper.verified else UNVERIFIED


def dots(n: int) -> str:
    """A dotted stretch that may be broken at the end of a line."""
    return _BREAK.join("." * min(10, n - start) for start in range(0, n, 10))


def day_words(day: dt.date | None) -> str:
    """05 tháng 8 năm 2023: with a nought before days below 10 and the months 1 and 2; dots where it is not known."""
    if day is None:
        return f"{dots(6)} tháng {dots(6)} năm {dots(8)}"
    return f"{day.day:02} tháng {day.month:02} năm {day.year}" if day.month < 3 else (
        f"{day.day:02} tháng {day.month} năm {day.year}")


def _top(paper: Paper, head: Head, filler: _Filler) -> list[Block]:
    found = [Block("mark", paper.number)] if paper.number and paper.look not in ("decision", "letter") else []
    about = paper.subject if paper.look == "letter" else ""
    if paper.look == "application":
        found.append(Block("state"))
    else:
        number = f"Số:{f' {head.number}' if head.number else ROOM}/{paper.sign}" if paper.sign else (
            f"Mã vụ việc: {head.code}" if head.code else "")
        day = f"ngày {day_words(head.day)}" if head.day else f"ngày{ROOM}tháng{ROOM}năm{ROOM}"
        found.append(Block("head", number, tuple(line.upper() for line in head.issuer_lines),
                           beside=f"{head.place}, {day}" if head.place else day.capitalize(), below=about))
    if paper.look == "letter":
        return [*found, *_to(paper, filler)]
    found.append(Block("title", paper.heading or paper.title.upper(), (paper.subject,) if paper.subject else ()))
    if paper.look == "application":
        return [*found, *_to(paper, filler)]
    if paper.look == "decision":
        found += [Block("authority", filler.fill(paper.issuer).upper())] if paper.issuer else []
        found += [Block("ground", filler.fill(line)) for line in paper.grounds]
        return [*found, Block("order", "QUYẾT ĐỊNH:")]
    if paper.look == "form" and "child_name" not in filler.fields:
        found.append(Block("lines", lines=(Line("Trẻ em", head.child_words),)))
    return found


def _to(paper: Paper, filler: _Filler) -> list[Block]:
    return [Block("to", rows=tuple(filler.fill(line) for line in paper.to))] if paper.to else []


def _section(section: Section, number: str, values: Mapping[str, Any], filler: _Filler) -> list[Block]:
    found = [Block("heading", number + section.title)] if section.title else []
    texts = [_sentence(filler.fill(line)) for line in section.text]
    boxes = [one for one in section.fields if one.name not in filler.used]
    drawn: list[Block] = []
    pair: list[Line] = []
    for box in boxes:
        if box.kind in SHORT and box.lines == 1:
            pair.append(Line(box.label, kept.words(box, values.get(box.name))))
            if len(pair) == 2:
                drawn.append(Block("lines", lines=tuple(pair)))
                pair = []
            continue
        if pair:
            drawn.append(Block("lines", lines=tuple(pair)))
            pair = []
        drawn.append(_box(box, values.get(box.name)))
    if pair:
        drawn.append(Block("lines", lines=tuple(pair)))
    return [*found, *texts, *drawn]


def _sentence(text: str) -> Block:
    """Điều 1. stands in bold before what it decides."""
    found = _ARTICLE.match(text)
    return Block("text", text[found.end():], beside=found[0]) if found else Block("text", text)


def _box(box: PaperField, value: Any) -> Block:
    offered = kept.offered(box)
    if not offered:
        return Block("lines", lines=(Line(box.label, kept.words(box, value), box.lines),))
    chosen = value if isinstance(value, list) else [value]
    drawn = [(any(code is one or (code == one and not isinstance(one, int)) for one in chosen), words)
             for code, words, _english in offered]
    if box.kind == "yesno":
        drawn.append((False, "chưa rõ"))
    codes = [code for code, _vi, _en in offered]
    drawn += [(True, str(one)) for one in chosen if isinstance(one, str) and one and one not in codes]
    return Block("boxes", box.label, boxes=tuple(drawn))


def _signed(paper: Paper, signatures: list[Signature], head: Head, filler: _Filler, slip: bool) -> Block:
    names = [] if slip else list(head.signers)
    columns = []
    for n, one in enumerate(signatures):
        office = one.office
        if head.office and not slip and n == len(signatures) - 1 and office[-1] == CHAIRMAN:
            office = (*office[:-1], *head.office)
        columns.append((office, one.note, names[n] if n < len(names) else ""))
    receivers = tuple(filler.fill(line) for line in paper.recipients) if not slip else ()
    return Block("signatures", rows=receivers, signatures=tuple(columns))
