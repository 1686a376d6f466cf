"""Files that must not be opened: each is refused whole with one sentence, quickly, and leaves nothing behind."""
from __future__ import annotations

import html
import io
import random
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.intake.extent import CHUNK, TooFar, extent, plain_extent
from mangnon.intake.models import ListImport
from mangnon.intake.safety import FileRefused
from mangnon.intake.workbook import open_workbook
from tests.conftest import DATA

from .samples import everything

GOOD = DATA / "lists" / "tre-mam-non.xlsx"
OLD = DATA / "lists" / "ho-ngheo-2026.xls"


def repacked(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The good workbook with other parts."""
    with zipfile.ZipFile(GOOD) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _sheet(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name.startswith("xl/worksheets/sheet"))


def _add(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: data})


def _declared(kind: str) -> Callable[[dict[str, bytes]], None]:
    """A part under a name of no meaning, which only its declaration says."""
    part = f'<Override PartName="/xl/x.bin" ContentType="application/vnd.ms-{kind}"/></Types>'.encode()

    def change(parts: dict[str, bytes]) -> None:
        name = "[Content_Types].xml"
        parts.update({name: parts[name].replace(b"</Types>", part), "xl/x.bin": b"x"})

    return change


def _related(kind: str, target: str) -> Callable[[dict[str, bytes]], None]:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = (f'<Relationship Id="rIdX" Type="{base}/{kind}" '
            f'Target="{target}" TargetMode="External"/></Relationships>').encode()

    def change(parts: dict[str, bytes]) -> None:
        name = "xl/_rels/workbook.xml.rels"
        parts[name] = parts[name].replace(b"</Relationships>", link)

    return change


def _with_document_type(parts: dict[str, bytes]) -> None:
    name = _sheet(parts)
    parts[name] = parts[name].replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)


HOSTILE = {
    "macro": ("a.xlsx", repacked(_add("xl/vbaProject.bin", b"\xcc\x61")), "macro"),
    "macro ending": ("a.xlsm", GOOD.read_bytes(), "macro"),
    "link": ("a.xlsx", repacked(_add("xl/externalLinks/externalLink1.xml", b"<externalLink/>")), "liên kết"),
    "macro by declaration": ("a.xlsx", repacked(_declared("office.vbaProject")), "macro"),
    "macro sheet by declaration": ("a.xlsx", repacked(_declared("excel.macrosheet+xml")), "macro"),
    "macro workbook renamed": ("a.xlsx", repacked(_declared("excel.sheet.macroEnabled.main+xml")), "macro"),
    "link by declaration": ("a.xlsx", repacked(_declared("excel.externalLink+xml")), "liên kết"),
    "link by relation": ("a.xlsx", repacked(_related("externalLinkPath", "file:///c:/x.xlsx")), "liên kết"),
    "object elsewhere": ("a.xlsx", repacked(_related("oleObject", "file:///c:/x.xlsx")), "liên kết"),
    "only a mark": ("a.csv", b"\xef\xbb\xbf", "trống"),
    "only blank lines": ("a.csv", b"\r\n \r\n", "trống"),
    "document type": ("a.xlsx", repacked(_with_document_type), "DTD"),
    "bomb": ("a.xlsx", repacked(_add("xl/media/zero.bin", b"\0" * 30_000_000)), "bung ra quá lớn"),
    "empty": ("a.xlsx", b"", "trống"),
    "a picture": ("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 100, "nội dung không phải .xlsx"),
    "old as new": ("a.xlsx", OLD.read_bytes(), "nội dung không phải .xlsx"),
    "new as old": ("a.xls", GOOD.read_bytes(), "nội dung không phải .xls"),
    "new as csv": ("a.csv", GOOD.read_bytes(), "nội dung không phải .csv"),
    "another archive": ("a.xlsx", repacked(lambda parts: parts.clear() or parts.update({"a.txt": b"x"})), "không phải"),
    "binary text": ("a.csv", b"a,b\0c\n", "CSV UTF-8"),
    "wide": ("a.csv", (",".join(f"c{n}" for n in range(1000)) + "\n").encode(), "256 cột"),
    "long": ("a.csv", b"ho ten\n" + b"a\n" * 100_600, "100.000 dòng"),
    "document": ("a.docx", b"PK\x03\x04", "không đọc được"),
}


@pytest.mark.parametrize("target", ["https://hoangtrung.gov.vn", "mailto:tramyte@example.vn"])
def test_a_link_to_a_page_or_a_mail_does_no_harm(tmp_path: Path, target: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(repacked(_related("hyperlink", target)))
    assert open_workbook(tmp_path / "a.xlsx")[0].rows == open_workbook(GOOD)[0].rows


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_with_a_sentence(tmp_path: Path, case: str) -> None:
    name, data, words = HOSTILE[case]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FileRefused) as refused:
        open_workbook(tmp_path / name)
    assert words in str(refused.value) and str(refused.value).endswith(".")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("source", [GOOD, OLD], ids=["xlsx", "xls"])
def test_a_file_cut_anywhere_is_refused_or_read(tmp_path: Path, source: Path) -> None:
    data, rng = source.read_bytes(), random.Random(3)
    for size in [1, 7, 8, 511, 512, *(rng.randrange(len(data)) for _ in range(40)), len(data) - 1]:
        path = tmp_path / source.name
        path.write_bytes(data[:size])
        try:
            open_workbook(path)
        except FileRefused as refused:
            assert str(refused)


@pytest.mark.parametrize("source", [GOOD, OLD], ids=["xlsx", "xls"])
def test_a_file_with_any_byte_changed_is_refused_or_read(tmp_path: Path, source: Path) -> None:
    data, rng = source.read_bytes(), random.Random(4)
    for _ in range(60):
        at = rng.randrange(len(data))
        path = tmp_path / source.name
        path.write_bytes(data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1:])
        try:
            open_workbook(path)
        except FileRefused as refused:
            assert str(refused)


def test_a_locked_workbook_says_so(tmp_path: Path) -> None:
    """A FILEPASS record at the head of the old workbook's stream, as Excel writes it for a password."""
    data = bytearray(OLD.read_bytes())
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    data[at:at + 4] = b"\x2f\x00\x02\x00"
    (tmp_path / "a.xls").write_bytes(bytes(data))
    with pytest.raises(FileRefused, match="mật khẩu"):
        open_workbook(tmp_path / "a.xls")


def _left_behind() -> list[str]:
    from django.conf import settings

    return [str(path) for path in settings.UPLOADS_DIR.rglob("*")] if settings.UPLOADS_DIR.exists() else []


@pytest.mark.parametrize("case", HOSTILE)
def test_dropped_on_the_page_it_is_one_sentence_at_the_file_and_nothing_is_kept(client_of: Callable[[str], Any],
                                                                                case: str) -> None:
    name, content, words = HOSTILE[case]
    before = (everything(), _left_behind())
    page = client_of("child_officer").post(reverse("intake:lists"), {
        "file": SimpleUploadedFile(name, content), "kind": "population"})
    text = html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))
    assert page.status_code == 422 and words in text
    assert not ListImport.objects.exists() and (everything(), _left_behind()) == before


@pytest.mark.parametrize("at", range(1, 12))
def test_a_cut_file_on_the_page_is_refused_or_read(client_of: Callable[[str], Any], at: int) -> None:
    content = GOOD.read_bytes()[:GOOD.stat().st_size * at // 12]
    page = client_of("child_officer").post(reverse("intake:lists"), {
        "file": SimpleUploadedFile("a.xlsx", content), "kind": "kindergarten_roll"})
    assert page.status_code in (302, 422) and ListImport.objects.count() == (page.status_code == 302)


def _with_cells(path: Path, cells: str) -> Path:
    """The good workbook with further rows below its last one."""
    def change(parts: dict[str, bytes]) -> None:
        name = _sheet(parts)
        parts[name] = parts[name].replace(b"</sheetData>", cells.encode() + b"</sheetData>")

    path.write_bytes(repacked(change))
    return path


FAR = {
    "the last corner": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "no such column": '<row r="900"><c r="ZZZZZZ900"><v>1</v></c></row>',
    "a column too many": '<row r="900"><c r="IW900"><v>1</v></c></row>',
    "a row too many": '<row r="100501"><c r="A100501" t="inlineStr"><is><t>x</t></is></c></row>',
    "wide and long": '<row r="100000"><c r="IV100000"><v>1</v></c></row>',
    "small letters": '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "other marks": "<row r='1048576'><c s = '1' r = 'XFD1048576'><v>1</v></c></row>",
    "a formula": '<row r="1048576"><c r="XFD1048576" t="str"><f>A1</f><v></v></c></row>',
    "an empty text": '<row r="1048576"><c r="XFD1048576" t="str"><v></v></c></row>',
    "without a place": '<row r="1048576"><c><v>1</v></c></row>',
    "many without a place": '<row r="900">' + "<c><v>1</v></c>" * 257 + "</row>",
    "a far name space": '<row r="9"><x:c xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                        'r="XFD9"><v>1</v></x:c></row>',
    "a border between": f'<row r="900"><c r="A900" t="inlineStr"><is><t>{"x" * ((1 << 20) - 7000)}</t></is></c></row>'
                        + '<row r="901"><c r="B901"><v>1</v></c></row>' * 300
                        + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
}


@pytest.mark.parametrize("case", FAR)
def test_one_cell_far_away_is_refused_before_anything_is_laid_out(tmp_path: Path, case: str) -> None:
    path = _with_cells(tmp_path / "x.xlsx", FAR[case])
    tracemalloc.start()
    with pytest.raises(FileRefused) as refused:
        open_workbook(path)
    assert tracemalloc.get_traced_memory()[1] < 32 << 20
    tracemalloc.stop()
    assert "chia nhỏ rồi gửi lại" in str(refused.value)


@pytest.mark.parametrize("cell", ['<c r="XFD1048576" s="1"/>', '<c r="XFD1048576" s="1"></c>',
                                  '<c r="XFD1048576" s="1" t="n"><v></v></c>', '<c r="XFD1048576" s="1"><v/></c>'])
def test_cells_that_are_only_coloured_may_stand_anywhere(tmp_path: Path, cell: str) -> None:
    path = _with_cells(tmp_path / "x.xlsx", f'<row r="1048576" ht="15">{cell}</row>')
    assert [sheet.rows for sheet in open_workbook(path)] == [sheet.rows for sheet in open_workbook(GOOD)]


def test_a_far_cell_is_found_at_any_border_of_a_piece() -> None:
    far = b'<c r="XFD7"><v>1</v></c>'
    for start in (b'<c r="A1"><v>1</v></c>', b"<c r='A1'><v>1</v></c>"):
        for before in range(len(far) + 2):
            data = start + b" " * (CHUNK - len(start) - before) + far
            assert plain_extent(io.BytesIO(data)) is None
            with pytest.raises(TooFar):
                extent(io.BytesIO(data + b" " * CHUNK))


@pytest.mark.parametrize("place", [b"\xff\xff\xff\0", b"\xff\xff\xff\xff"])
def test_one_cell_far_away_in_an_old_workbook_is_refused(tmp_path: Path, place: bytes) -> None:
    data = OLD.read_bytes()
    last = data.rindex(b"\xfd\0\x0a\0")  # a cell with a text: its row and its column follow
    path = tmp_path / "x.xls"
    path.write_bytes(data[:last + 4] + place + data[last + 8:])
    with pytest.raises(FileRefused) as refused:
        open_workbook(path)
    assert "quá rộng và quá dài" in str(refused.value)
