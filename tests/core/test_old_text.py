"""Text from before Unicode. What glibc's iconv (TCVN5712-1) and typists of VNI write is written out here."""
from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from mangnon.config.cli import main
from mangnon.core.drafts import whole
from mangnon.core.syllables import is_syllable

ICONV_SMALL = {  # byte: letter, as `iconv -f TCVN5712-1` answers
    0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ", 0xA8: "ă", 0xA9: "â", 0xAA: "ê",
    0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ", 0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ", 0xBB: "ằ",
    0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ", 0xCC: "è",
    0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì",
    0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ", 0xE5: "ồ",
    0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ", 0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù",
    0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ", 0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ",
    0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ"}
ICONV_CAPITALS = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"  # bytes 0x80 to 0x9f

VNI = [("Nguyeãn Vaên Ñöùc", "Nguyễn Văn Đức"), ("Traàn Thò Thuùy Haèng", "Trần Thị Thúy Hằng"),
       ("Huyønh Ngoïc Myõ Dieäu", "Huỳnh Ngọc Mỹ Diệu"), ("Ñaëng Höõu Phöôùc", "Đặng Hữu Phước"),
       ("Leâ Quyù Ñoân", "Lê Quý Đôn"), ("NGUYEÃN THÒ HOÀ", "NGUYỄN THỊ HỒ"), ("xaõ Hoaèng Trung, tænh Thanh Hoùa",
       "xã Hoằng Trung, tỉnh Thanh Hóa"), ("ñöôøng soá 9, thoân Nghóa Kyø", "đường số 9, thôn Nghĩa Kỳ"),
       ("Thieàu Baûo Uyeân, huyeän Myï", "Thiều Bảo Uyên, huyện Mỵ"), ("Ôû ñaây coù ÔÛ", "Ở đây có Ở")]


def convert(folder: Path, data: bytes, *options: str) -> bytes:
    source, target = folder / "vao.txt", folder / "ra.txt"
    source.write_bytes(data)
    assert main(["text", str(source), str(target), *options]) == 0
    return target.read_bytes()


def tcvn3(text: str) -> bytes:
    """As the old fonts keep it: toned letters in lower case only."""
    byte = {letter: number for number, letter in ICONV_SMALL.items()}
    return b"".join(char.encode() if char.isascii() else bytes([byte.get(char) or byte[char.lower()]]) for char in text)


def test_every_letter_of_the_standard(tmp_path: Path) -> None:
    """One letter a line, so that no word makes a capital of it."""
    small = b"\n".join(bytes([number]) for number in ICONV_SMALL)
    assert convert(tmp_path, small, "--from", "tcvn3").decode() == "\n".join(ICONV_SMALL.values())
    large = b"\n".join(bytes([number]) for number in range(0x80, 0xA0))
    assert convert(tmp_path, large, "--from", "tcvn3").decode() == "\n".join(ICONV_CAPITALS)
    assert convert(tmp_path, b"a\xb3 e\xb0\n", "--from", "tcvn3").decode() == "á è\n"


@pytest.mark.parametrize("old, new", VNI)
def test_vni_by_name(tmp_path: Path, old: str, new: str) -> None:
    assert convert(tmp_path, old.encode("cp1252"), "--from", "vni").decode() == new
    assert convert(tmp_path, old.encode(), "--from", "vni").decode() == new


def test_among_capitals_a_toned_letter_is_a_capital(tmp_path: Path) -> None:
    text = "DANH S¸CH TRÎ EM\tX· Ho»ng Trung\tNguyÔn THÞ Lª\t§øC §ç"
    assert convert(tmp_path, text.encode("latin-1"), "--from", "tcvn3").decode() == (
        "DANH SÁCH TRẺ EM\tXã Hoằng Trung\tNguyễn THỊ Lê\tĐỨC Đỗ")


def test_lines_and_tabs_stay(tmp_path: Path) -> None:
    data = "Tªn\tNgµy\r\nL\u00aa\x0b\u0085x\t1\nL\rª".encode("latin-1")
    assert convert(tmp_path, data, "--from", "tcvn3") == "Tên\tNgày\r\nLê\x0bẶx\t1\nL\rê".encode()


def test_what_is_unicode_already_stays(tmp_path: Path) -> None:
    text = "\ufeffHọ và tên\tÐào Thị Hà\nHoà\t1.234,5\nCafé Müller\tLê\n"
    assert convert(tmp_path, text.encode()).decode() == text.removeprefix("\ufeff")
    assert convert(tmp_path, unicodedata.normalize("NFD", "Nguyễn Thị Hòa").encode()).decode() == "Nguyễn Thị Hòa"


@pytest.mark.parametrize("text", [
    "Ð", "CÐ", "CÐ Y", "Ð\tÐ", "SÐt\t0912", "An\tCÐ\nBình\tCÐ", "lý\tNÐ-CP", "“CÐ”", "KÐP Hà", "Nguyễn\tCÐ\tbÐ"])
def test_a_d_with_a_bar_is_no_sign_of_an_old_encoding(tmp_path: Path, text: str) -> None:
    assert convert(tmp_path, text.encode()).decode() == text


def test_beside_old_text_the_same_letter_is_read_by_what_stands_there(tmp_path: Path) -> None:
    assert convert(tmp_path, "NguyÔn V¨n BÐ\tbÐ\n".encode()).decode() == "Nguyễn Văn Bé\tbé\n"
    text = "Nguyễn Thị Hằng\tNguyÔn V¨n BÐ\tCÐ\tQÐ-UBND\t“CÐ”\t“Hà”\n"
    assert convert(tmp_path, text.encode()).decode() == "Nguyễn Thị Hằng\tNguyễn Văn Bé\tCÐ\tQÐ-UBND\t“CÐ”\t“Hà”\n"


def test_a_mixed_file_is_read_cell_by_cell(tmp_path: Path) -> None:
    text = "Nguyễn Văn Đức\tNguyÔn V¨n §øc\tHà\tLª ThÞ Hµ\t12\n"
    assert convert(tmp_path, text.encode()).decode() == "Nguyễn Văn Đức\tNguyễn Văn Đức\tHà\tLê Thị Hà\t12\n"
    text = "Trần Thị Hằng\tTraàn Thò Haèng\tHoàng\tÑoã Vaên Toaøn\n"
    assert convert(tmp_path, text.encode()).decode() == "Trần Thị Hằng\tTrần Thị Hằng\tHoàng\tĐỗ Văn Toàn\n"


NAMES = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Trịnh Lưu Tạ
Văn Thị Đức Minh Ngọc Bảo Thanh Gia Hữu Xuân Thùy Tuấn Diệu Khánh Quỳnh Phương
An Bình Dũng Đạt Hà Hải Hằng Hiếu Hòa Huệ Hương Khôi Lan Long Mạnh Mỹ Nga Nghĩa Oanh Phúc Quân Quý Sơn Tâm Thảo
"""
FAMILY, MIDDLE, GIVEN = (line.split() for line in NAMES.strip().splitlines())


@pytest.mark.parametrize("share", [1.0, 0.5])
def test_lists_of_names_in_tcvn3_are_told_from_unicode(tmp_path: Path, share: float) -> None:
    rng = random.Random(7)
    names = [" ".join((rng.choice(FAMILY), rng.choice(MIDDLE), rng.choice(GIVEN))) for _ in range(400)]
    cells = [tcvn3(name).decode("latin-1") if rng.random() < share else name for name in names]
    assert convert(tmp_path, "\n".join(cells).encode()).decode().split("\n") == names


def test_single_bytes_without_a_word_are_told_as_well(tmp_path: Path) -> None:
    assert convert(tmp_path, tcvn3("Hà\nLê\nVũ Thị Ngà\n")).decode() == "Hà\nLê\nVũ Thị Ngà\n"
    assert convert(tmp_path, "Haø\nVuõ Thò Ngaø\n".encode("cp1252")).decode() == "Hà\nVũ Thị Ngà\n"


def test_a_missing_file_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", str(tmp_path / "khong-co.txt"), str(tmp_path / "ra.txt")]) == 1
    assert "Không thấy tệp" in capsys.readouterr().err and not (tmp_path / "ra.txt").exists()


@pytest.mark.parametrize("word, right", [("nghiêng", True), ("quýt", True), ("Giếng", True), ("gìn", True),
                                         ("thuở", True), ("bát", True), ("bàt", False), ("Hỡt", False),
                                         ("Lµ", False), ("khuya", True), ("Cafộ", False), ("áá", False)])
def test_syllables(word: str, right: bool) -> None:
    assert is_syllable(word) is right


def test_a_draft_appears_whole_and_never_replaces_a_pipe(tmp_path: Path) -> None:
    import os
    import threading

    target = tmp_path / "ra.txt"
    target.write_text("cũ", encoding="utf-8")
    with pytest.raises(ValueError), whole(target) as draft:
        draft.write_text("dở", encoding="utf-8")
        raise ValueError
    assert target.read_text(encoding="utf-8") == "cũ" and list(tmp_path.iterdir()) == [target]
    pipe = tmp_path / "ong"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    with whole(pipe) as draft:
        draft.write_text("mới", encoding="utf-8")
    reader.join(5)
    assert got == ["mới"] and pipe.is_fifo()


def test_eth_stays_where_the_file_is_unicode_for_certain(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("CÐ\nÐức\nBÐ\n", encoding="utf-8")
    assert main(["text", str(tmp_path / "in.csv"), str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "CÐ\nÐức\nBÐ\n"
