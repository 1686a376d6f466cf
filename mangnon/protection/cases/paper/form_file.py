"""An official form as a file (TOML): its titles, sections, boxes and who signs, checked in kind sentences. Pure."""
from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = ("text", "long", "date", "time", "number", "choice", "yesno", "level", "many")
LOOKS = ("form", "minutes", "decision", "letter", "application")
"""What stands around the boxes: a letterhead, what is taken into account, whom it goes to, who signs."""
OF_HEAD = ("child", "code", "place", "day")
"""Names in braces that the head of a printed form answers, not a box."""
_TAKEN = ("dau", "dung", *OF_HEAD)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class PaperError(Exception):
    """The file cannot be used; ``sentences`` say where and what to write instead."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class PaperField:
    """A box of a form; every one may stay empty.

    choices: (code, Vietnamese, English) of kinds choice and many.  lines: dotted lines when printed unknown.
    partial: a date may be a month or a year only.  past: a date is not later than today.
    """

    name: str
    label: str
    label_en: str
    kind: str
    choices: tuple[tuple[str, str, str], ...] = ()
    hint: str = ""
    hint_en: str = ""
    lines: int = 1
    partial: bool = False
    past: bool = False


@dataclass(frozen=True)
class Section:
    """title: "" where the boxes stand under none.  text: sentences printed, boxes and head in braces.

    slip: printed behind the signatures, on a sheet of its own that whoever receives it sends back.
    """

    title: str
    fields: tuple[PaperField, ...]
    title_en: str = ""
    text: tuple[str, ...] = ()
    slip: bool = False


@dataclass(frozen=True)
class Signature:
    """Who signs, line by line, and what stands below in small: (Ký, ghi rõ họ tên)."""

    office: tuple[str, ...]
    note: str = ""
    slip: bool = False


@dataclass(frozen=True)
class Paper:
    """A form. number: Mẫu số 01, "" where the rule gives none.  sign: what follows the clerk's number, as QĐ-UBND.

    verified: whether the wording was compared with the rule.  grounds: what a decision is founded on.  to: whom a
    letter goes to, with braces.  heading: printed in capitals above the subject.
    """

    code: str
    number: str
    title: str
    basis: str
    sections: tuple[Section, ...]
    title_en: str = ""
    look: str = "form"
    heading: str = ""
    subject: str = ""
    sign: str = ""
    issuer: str = ""
    grounds: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    source: str = ""
    verified: bool = False

    @property
    def fields(self) -> tuple[PaperField, ...]:
        """All boxes in their order."""
        return tuple(field for section in self.sections for field in section.fields)


def read_paper(text: str, file: str) -> Paper:
    """A form of a file called code.toml. Raises PaperError with a sentence for each thing to mend."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        line = re.search(r"line (\d+)", str(wrong))
        where = f"dòng {line[1]}" if line else "cuối tệp"
        raise PaperError([
            f"{file}, {where}: không đọc được. Hãy xem dấu nháy, dấu bằng và dấu ngoặc ở đó."]) from None
    reader = _Reader(file)
    paper = reader.paper(data)
    if reader.wrong:
        raise PaperError(reader.wrong)
    return paper


class _Reader:
    """Reads a table key by key and keeps what is wrong with each, so that all is told at once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.wrong: list[str] = []
        self.names: set[str] = set()

    def say(self, place: str, words: str) -> None:
        self.wrong.append(f"{self.file}, {place}: {words}")

    def paper(self, data: Mapping[str, Any]) -> Paper:
        top = "đầu tệp"
        self.only(data, top, {"number", "title", "title_en", "basis", "look", "heading", "subject", "sign", "issuer",
                              "grounds", "to", "recipients", "source", "verified", "section", "signature"})
        look = data.get("look", "form")
        if look not in LOOKS:
            self.say(top, f"“look” phải là một trong: {', '.join(LOOKS)}.")
        self.truth(data, "verified", top)
        sections = tuple(self.section(row, n) for n, row in enumerate(self.rows(data, "section", needed=True), 1))
        signatures = tuple(self.signature(row, n) for n, row in enumerate(self.rows(data, "signature"), 1))
        paper = Paper(
            self.file.removesuffix(".toml"), self.words(data, "number", top), self.words(data, "title", top, True),
            self.words(data, "basis", top), sections, self.words(data, "title_en", top), str(look),
            self.words(data, "heading", top), self.words(data, "subject", top), self.words(data, "sign", top),
            self.words(data, "issuer", top), self.list(data, "grounds", top), self.list(data, "to", top),
            self.list(data, "recipients", top), signatures, self.words(data, "source", top),
            data.get("verified") is True)
        self.places(paper)
        return paper

    def places(self, paper: Paper) -> None:
        """Every name in braces is a box or a word of the head."""
        said = [*paper.grounds, *paper.to, *paper.recipients, paper.subject, paper.issuer,
                *(line for section in paper.sections for line in section.text)]
        for name in dict.fromkeys(found for line in said for found in PLACE.findall(line)):
            if name not in self.names and name not in OF_HEAD:
                self.say("câu chữ", f"“{{{name}}}” không phải là tên ô nào. Dùng được tên ô của mẫu và "
                                    f"{', '.join('{' + one + '}' for one in OF_HEAD)}.")

    def section(self, row: Mapping[str, Any], n: int) -> Section:
        place = f"[[section]] thứ {n}"
        self.only(row, place, {"title", "title_en", "text", "field", "slip"})
        self.truth(row, "slip", place)
        fields = tuple(self.field(one, f"{place}, ô thứ {k}") for k, one in enumerate(self.rows(row, "field"), 1))
        text = self.list(row, "text", place)
        if not fields and not text:
            self.say(place, "chưa có ô nào (field) và chưa có câu nào (text).")
        return Section(self.words(row, "title", place), fields, self.words(row, "title_en", place), text,
                       row.get("slip") is True)

    def field(self, row: Mapping[str, Any], place: str) -> PaperField:
        self.only(row, place, {"name", "label", "label_en", "kind", "choices", "hint", "hint_en", "lines", "partial",
                               "past"})
        name, kind = row.get("name"), row.get("kind")
        if not isinstance(name, str) or not _NAME.fullmatch(name) or name in _TAKEN:
            self.say(place, "“name” phải là chữ thường không dấu, số và gạch dưới, như child_name.")
        elif name in self.names:
            self.say(place, f"tên ô “{name}” đã dùng ở trên.")
        self.names.add(str(name))
        if kind not in KINDS:
            self.say(place, f"“kind” phải là một trong: {', '.join(KINDS)}.")
        for key in ("partial", "past"):
            self.truth(row, key, place)
        lines = row.get("lines", 3 if kind == "long" else 1)
        if not isinstance(lines, int) or isinstance(lines, bool) or not 1 <= lines <= 30:
            self.say(place, "“lines” phải là số dòng chấm, từ 1 đến 30.")
            lines = 1
        return PaperField(
            str(name), self.words(row, "label", place, True), self.words(row, "label_en", place), str(kind),
            self.choices(row, str(kind), place), self.words(row, "hint", place), self.words(row, "hint_en", place),
            lines, row.get("partial") is True, row.get("past") is True)

    def choices(self, row: Mapping[str, Any], kind: str, place: str) -> tuple[tuple[str, str, str], ...]:
        found = row.get("choices")
        if kind not in ("choice", "many"):
            if found is not None:
                self.say(place, "chỉ ô kiểu choice hoặc many mới có “choices”.")
            return ()
        read = [tuple(one) for one in found if isinstance(one, list) and len(one) in (2, 3)
                and all(isinstance(word, str) and word.strip() for word in one)] if isinstance(found, list) else []
        codes = [one[0] for one in read]
        if not read or not isinstance(found, list) or len(read) != len(found) or not all(map(_NAME.fullmatch, codes)):
            self.say(place, "“choices” phải là danh sách, mỗi dòng như [\"nam\", \"nam\", \"male\"]; mã là chữ thường "
                            "không dấu.")
        if len(codes) != len(set(codes)):
            self.say(place, "“choices” có hai dòng cùng mã.")
        return tuple((one[0], one[1], one[2] if len(one) == 3 else "") for one in read)

    def signature(self, row: Mapping[str, Any], n: int) -> Signature:
        place = f"[[signature]] thứ {n}"
        self.only(row, place, {"office", "note", "slip"})
        self.truth(row, "slip", place)
        office = self.list(row, "office", place)
        if not office:
            self.say(place, "“office” chưa có dòng nào.")
        return Signature(office, self.words(row, "note", place), row.get("slip") is True)

    def rows(self, data: Mapping[str, Any], name: str, *, needed: bool = False) -> list[Mapping[str, Any]]:
        rows = data.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self.say("đầu tệp", f"“{name}” phải là các bảng [[{name}]].")
            return []
        if needed and not rows:
            self.say("đầu tệp", f"chưa có bảng [[{name}]] nào.")
        return rows

    def only(self, data: Mapping[str, Any], place: str, known: set[str]) -> None:
        for key in data:
            if key not in known:
                self.say(place, f"không rõ “{key}” là gì. Dùng được: {', '.join(sorted(known))}.")

    def truth(self, data: Mapping[str, Any], key: str, place: str) -> None:
        if not isinstance(data.get(key, False), bool):
            self.say(place, f"“{key}” phải là true hoặc false.")

    def words(self, data: Mapping[str, Any], key: str, place: str, needed: bool = False) -> str:
        found = data.get(key, "")
        if not isinstance(found, str) or (needed and not found.strip()):
            self.say(place, f"“{key}” phải là chữ trong dấu nháy" + (", không để trống." if needed else "."))
            return ""
        return found.strip()

    def list(self, data: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        found = data.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            self.say(place, f"“{key}” phải là danh sách các dòng chữ, như [\"…\", \"…\"].")
            return ()
        return tuple(one.strip() for one in found)
