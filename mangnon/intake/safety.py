"""Whether a file somebody sent may be opened: what it is by its content, how big it unpacks, what it hides. Pure.

A refused file is refused whole, with one sentence that says why and what to do. Nothing is unpacked to disk.
"""
from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from mangnon.core import old_text

from . import extent
from .ole import BadOle, Ole

MOST_BYTES = 200 * 1024 * 1024
MOST_TIMES = 100
MOST_DECLARED = 8 * 1024 * 1024
CHUNK = 1 << 16
EMPTY = "Tệp này trống, không có chữ nào. Hãy kiểm tra lại tệp rồi gửi lại."
MACRO = "Tệp này có macro nên không được mở. Hãy lưu lại thành .xlsx không macro rồi gửi lại."
LINKED = "Tệp này liên kết sang tệp khác nên không được mở. Hãy dán giá trị vào tệp mới rồi gửi lại."
TOO_FAR = ("Bảng trong tệp này quá rộng và quá dài: có ô ở xa phần còn lại. Hãy xoá các ô thừa hoặc chia nhỏ rồi gửi "
           "lại.")
_DOCUMENT_TYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


class FileRefused(Exception):
    """The file is not read; the message says why and what to do."""


def kind_of(path: Path) -> str:
    """Return "xlsx", "xls" or "csv" of a file that may be opened. Raises FileRefused."""
    if not path.is_file():
        raise FileRefused(f"Không thấy tệp {path}. Hãy kiểm tra lại đường dẫn.")
    ending = path.suffix.lower().lstrip(".")
    if ending in ("xlsm", "xltm", "xlam", "xlsb"):
        raise FileRefused("Tệp này thuộc loại có thể chứa macro. Hãy lưu lại thành .xlsx rồi gửi lại.")
    if ending not in ("xlsx", "xls", "csv"):
        raise FileRefused(f"Loại tệp “.{ending}” không đọc được. Hãy gửi .xlsx, .xls hoặc .csv.")
    if path.stat().st_size == 0:
        raise FileRefused(EMPTY)
    with path.open("rb") as file:
        start = file.read(8)
    found = "xlsx" if start.startswith(b"PK") else "xls" if start.startswith(b"\xd0\xcf\x11\xe0") else "csv"
    if found == "xls" and ending == "xlsx" and _encrypted_package(path):
        raise FileRefused("Tệp này có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.")
    if found != ending:
        raise FileRefused(f"Tên tệp là .{ending} nhưng nội dung không phải .{ending}, hoặc tệp đã hỏng. Hãy mở bằng "
                          "Excel, lưu lại rồi gửi lại.")
    {"xlsx": _check_xlsx, "xls": _check_xls, "csv": _check_csv}[found](path)
    return found


def _encrypted_package(path: Path) -> bool:
    try:
        return any(name in ("EncryptedPackage", "EncryptionInfo") for name in Ole(path.read_bytes()).names)
    except BadOle:
        return False


def _check_csv(path: Path) -> None:
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise FileRefused("Tệp này lớn quá 200 MB. Hãy chia nhỏ rồi gửi lại.")
    text = old_text.read(data)[0]
    if not text.strip("\ufeff \t\r\n"):
        raise FileRefused(EMPTY)
    if "\0" in text:
        raise FileRefused("Tệp .csv này không phải chữ thường, hoặc lưu bằng mã lạ. Hãy lưu lại dạng CSV UTF-8.")


def _check_xlsx(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise FileRefused("Tệp này có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.")
            _check_parts(names)
            _check_unpacked(archive, path.stat().st_size)
            _check_declared(archive)
            _check_extent(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError, ValueError,
            RuntimeError, IndexError) as error:
        raise _damaged() from error
    except Exception as error:
        # zlib's own error has no common base with the others.
        if type(error).__name__ == "error":
            raise _damaged() from error
        raise


def _damaged() -> FileRefused:
    return FileRefused("Tệp này bị hỏng hoặc bị cắt giữa chừng. Hãy mở bằng Excel, lưu lại rồi gửi lại.")


def _check_parts(names: list[str]) -> None:
    small = [name.lower() for name in names]
    if "[content_types].xml" not in small or not any(name.startswith("xl/workbook") for name in small):
        raise FileRefused("Tệp này không phải sổ tính Excel. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại.")
    if any("vbaproject" in name or "/macrosheets/" in name or name.endswith("vbadata.xml") for name in small):
        raise FileRefused(MACRO)
    if any(name.startswith("xl/externallinks/") for name in small):
        raise FileRefused(LINKED)


def _check_declared(archive: zipfile.ZipFile) -> None:
    """What the parts are by their declaration, whatever they are called; a link to a web page or a mail is none.

    Read after the whole archive was counted and found without a document type.
    """
    for name in archive.namelist():
        small = name.lower()
        if small == "[content_types].xml":
            for part in _elements(archive, name):
                said = part.get("ContentType", "").lower()
                if any(word in said for word in ("macroenabled", "vbaproject", "macrosheet")):
                    raise FileRefused(MACRO)
                if "externallink" in said:
                    raise FileRefused(LINKED)
        elif small.endswith(".rels"):
            for part in _elements(archive, name):
                said = part.get("Type", "").lower().rsplit("/", 1)[-1]
                if "vbaproject" in said or "macrosheet" in said:
                    raise FileRefused(MACRO)
                if "externallink" in said or (
                        part.get("TargetMode", "").lower() == "external" and said not in ("hyperlink", "image")):
                    raise FileRefused(LINKED)


def _elements(archive: zipfile.ZipFile, name: str) -> list[ElementTree.Element]:
    with archive.open(name) as part:
        data = part.read(MOST_DECLARED + 1)
    if len(data) > MOST_DECLARED:
        raise _damaged()
    try:
        return list(ElementTree.fromstring(data))  # noqa: S314 - a document type was refused before
    except (ElementTree.ParseError, LookupError) as error:
        raise _damaged() from error


def _check_unpacked(archive: zipfile.ZipFile, packed: int) -> None:
    """Count while unpacking: the directory of an archive can lie about the size."""
    total = 0
    for info in archive.infolist():
        xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
        with archive.open(info) as part:
            total = _count(part, total, min(MOST_BYTES, packed * MOST_TIMES), xml=xml)


def _count(part: IO[bytes], total: int, limit: int, *, xml: bool) -> int:
    tail = b""
    while chunk := part.read(CHUNK):
        total += len(chunk)
        if total > limit:
            raise FileRefused("Tệp này bung ra quá lớn so với cỡ của nó nên không được mở. Hãy chép bảng sang một tệp "
                              "mới rồi gửi lại.")
        if xml:
            plain = (tail + chunk).replace(b"\0", b"")
            if _DOCUMENT_TYPE.search(plain):
                raise FileRefused("Tệp này có khai báo lạ trong ruột (DTD) nên không được mở. Hãy chép bảng sang một "
                                  "tệp mới rồi gửi lại.")
            tail = chunk[-32:]
    return total


def _extents(archive: zipfile.ZipFile, at_first_sight: Callable[[IO[bytes]], int | None]) -> int:
    """The cells of all parts together; a part that cannot be told at first sight is looked at closely."""
    cells = 0
    for info in archive.infolist():
        with archive.open(info) as part:
            found = at_first_sight(part)
        if found is None:
            with archive.open(info) as part:
                found = extent.extent(part)
        cells += found
    return cells


def _check_extent(archive: zipfile.ZipFile) -> None:
    """Whether the sheets can be laid out; any part may be a sheet. Looked at closely only where it may be too much."""
    try:
        cells = _extents(archive, extent.plain_extent)
        if cells > extent.MOST_CELLS:
            # Coloured cells were counted too: now only those with something in them.
            cells = _extents(archive, lambda part: None)
    except extent.TooFar as error:
        raise FileRefused("Một trang có quá 256 cột hoặc quá 100.000 dòng. Hãy chia nhỏ rồi gửi lại.") from error
    if cells > extent.MOST_CELLS:
        raise FileRefused(TOO_FAR)


def _check_xls(path: Path) -> None:
    try:
        ole = Ole(path.read_bytes())
    except BadOle as error:
        raise _damaged() from error
    names = ole.names
    if any(name.upper().startswith("_VBA_PROJECT") or name.upper() == "VBA" for name in names):
        raise FileRefused(MACRO)
    stream = next((name for name in ("Workbook", "Book") if name in names), "")
    if not stream:
        raise FileRefused("Tệp này không phải sổ tính Excel. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi gửi lại.")
    try:
        facts, cells = ole.workbook_facts(stream), extent.old_extent(ole.stream(stream))
    except BadOle as error:
        raise _damaged() from error
    if "encrypted" in facts:
        raise FileRefused("Tệp này có mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.")
    if "linked" in facts:
        raise FileRefused(LINKED)
    if "macro" in facts:
        raise FileRefused(MACRO)
    if cells > extent.MOST_CELLS:
        raise FileRefused(TOO_FAR)
