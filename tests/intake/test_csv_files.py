"""CSV files as offices save them: separators, addresses full of commas, old code pages, a quotation mark left open."""
from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from mangnon.config.cli import main
from mangnon.intake import csv_file
from mangnon.intake.safety import FileRefused
from mangnon.intake.workbook import open_workbook

HEADING = ["STT", "Họ và tên", "Ngày sinh", "Địa chỉ"]
ROW = ["1", "Đường Tuấn Huy", "13/04/2017", "Số 5, ngõ 3, thôn Dư Khánh, xã Hoằng Trung, tỉnh Thanh Hóa"]


def rows(folder: Path, data: bytes) -> list[list[object]]:
    (folder / "ds.csv").write_bytes(data)
    (sheet,) = open_workbook(folder / "ds.csv")
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_commas_of_an_address_part_no_cells(tmp_path: Path, mark: str) -> None:
    text = "\r\n".join([mark.join(HEADING), *[mark.join(ROW)] * 5])
    assert rows(tmp_path, text.encode()) == [HEADING, *[ROW] * 5]


def test_without_a_known_heading_the_lines_that_part_alike_decide(tmp_path: Path) -> None:
    assert rows(tmp_path, b"x;y\na, b;c\nd;e, f, g\nh;i\n") == [["x", "y"], ["a, b", "c"], ["d", "e, f, g"], ["h", "i"]]


def test_a_line_that_names_the_separator_is_followed(tmp_path: Path) -> None:
    text = "sep=|\r\n" + "|".join(HEADING) + "\r\n" + "|".join(ROW)
    assert rows(tmp_path, b"\xef\xbb\xbf" + text.encode()) == [["sep=", ""], HEADING, ROW]


def windows_1258(text: str) -> bytes:
    """As Windows saves it: the letter with its hat, the tone behind it."""
    made = []
    for letter in text:
        try:
            made.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", letter)
            tone = next(c for c in apart if c in "\u0300\u0309\u0303\u0301\u0323")
            made.append((unicodedata.normalize("NFC", apart.replace(tone, "")) + tone).encode("cp1258"))
    return b"".join(made)


def test_the_code_page_of_windows_is_read(tmp_path: Path) -> None:
    text = ";".join(HEADING) + "\n" + ";".join(ROW)
    assert rows(tmp_path, windows_1258(text)) == [HEADING, ROW]


def test_old_fonts_are_not_taken_for_it(tmp_path: Path) -> None:
    assert rows(tmp_path, b"STT;H\xe4 v\xb5 t\xaan\n1;Nguy\xd4n V\xa8n \xa7\xf8c\n")[1] == ["1", "Nguyễn Văn Đức"]


def test_an_open_quotation_mark_swallows_no_children(tmp_path: Path) -> None:
    text = 'STT,Họ và tên,Ngày sinh,Mẹ\n1,"Lê Văn A,1/1/2015,B\n2,Trần Văn C,2/1/2015,"D, E"\n3,Trần Văn F,3/1/2015,G\n'
    assert rows(tmp_path, text.encode()) == [
        ["STT", "Họ và tên", "Ngày sinh", "Mẹ"], ["1", "Lê Văn A", "1/1/2015", "B"],
        ["2", "Trần Văn C", "2/1/2015", "D, E"], ["3", "Trần Văn F", "3/1/2015", "G"]]


def test_a_cell_of_several_lines_stays_one(tmp_path: Path) -> None:
    assert rows(tmp_path, b'a,b,c\n1,"x\ny, z",2\n') == [["a", "b", "c"], ["1", "x\ny, z", "2"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_the_command_reads_unicode_with_a_mark(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "in.txt").write_bytes("Nguyễn Văn Đức\r\n".encode(encoding))
    assert main(["text", str(tmp_path / "in.txt"), str(tmp_path / "ra.txt")]) == 0
    assert (tmp_path / "ra.txt").read_bytes() == "Nguyễn Văn Đức\r\n".encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_text_as_excel_saves_it_is_read(tmp_path: Path, encoding: str) -> None:
    text = "\ufeff" + "\r\n".join(["\t".join(HEADING), *["\t".join(ROW)] * 2])
    assert rows(tmp_path, text.encode(encoding)) == [HEADING, ROW, ROW]


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe \0\r\0\n\0", "\ufeffx\0y".encode("utf-16-le"),
                                  b"STT\0x"])
def test_wide_characters_without_a_word_or_with_zeros_are_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileRefused):
        rows(tmp_path, data)


def test_an_address_of_two_lines_in_one_cell_stays_one_cell() -> None:
    text = ('STT;Họ và tên;Ngày sinh;Địa chỉ;Ghi chú\n1;Lê Văn An;5/3/2014;"Thôn 3\nxã Hoằng Trung; huyện Hoằng Hóa; '
            'Thanh Hóa";\n2;Lê Văn Bình;6/3/2014;Thôn 1;\n')
    found = csv_file.rows(text.encode())
    assert [row[1] for row in found] == ["Họ và tên", "Lê Văn An", "Lê Văn Bình"]
    assert found[1][3] == "Thôn 3\nxã Hoằng Trung; huyện Hoằng Hóa; Thanh Hóa"
