"""Keys on paper: what is typed back is the key, and one slip is named by its line."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.core.recovery import LETTERS, Slip, keys_in, lines_of

SEALING, AUDIT = bytes(range(32)), bytes(range(100, 132))
SHEET = [*lines_of("sealing", SEALING), *lines_of("audit", AUDIT)]
KEYS = st.binary(min_size=32, max_size=32)


def test_the_lines_written_out() -> None:
    assert SHEET[0] == "N1 000G 40R4 0M30 E209 V"
    assert [line[:2] for line in SHEET] == ["N1", "N2", "N3", "N4", "K1", "K2", "K3", "K4"]
    assert all(len(line) == len("N1 AAAA AAAA AAAA AAAA A") for line in SHEET)
    assert not set("ILOU") & set("".join(line[3:] for line in SHEET))


@settings(max_examples=100, deadline=None)
@given(KEYS, KEYS)
def test_typed_back_it_is_the_key(sealing: bytes, audit: bytes) -> None:
    lines = [*lines_of("sealing", sealing), *lines_of("audit", audit)]
    for text in ("\n".join(lines), "\n".join(reversed(lines)).lower(),
                 "Bản khóa\n" + "\n".join(line.replace(" ", "-").replace("0", "o").replace("1", "l")
                                          for line in lines)):
        assert keys_in(text) == {"sealing": sealing, "audit": audit}


def test_every_wrong_letter_and_every_two_that_changed_places_are_named_by_line() -> None:
    for n, line in enumerate(SHEET):
        for k in (k for k in range(3, len(line)) if line[k] != " "):
            for other in LETTERS:
                if other != line[k]:
                    refused(n, line[:k] + other + line[k + 1:])
        places = [k for k in range(3, len(line)) if line[k] != " "]
        for a in places:
            for b in places:
                if a < b and line[a] != line[b]:
                    letters = list(line)
                    letters[a], letters[b] = letters[b], letters[a]
                    refused(n, "".join(letters))


def refused(n: int, line: str) -> None:
    with pytest.raises(Slip, match=f"Dòng {SHEET[n][:2]} gõ sai"):
        keys_in("\n".join([*SHEET[:n], line, *SHEET[n + 1:]]))


@pytest.mark.parametrize(("lines", "words"), [
    (SHEET[:7], "Thiếu dòng K4"), ([], "Thiếu dòng N1, N2, N3, N4"),
    ([SHEET[0][:-2], *SHEET[1:]], "Dòng N1 có 16 chữ"), ([SHEET[0][:-1] + "?", *SHEET[1:]], "chữ “\\?” không có"),
    (["N2" + SHEET[0][2:], *SHEET[1:]], "Dòng N2 gõ sai"),
    ([*lines_of("sealing", AUDIT)[:1], *SHEET[1:]], "có dòng của bản in khác")])
def test_what_cannot_be_right_says_where(lines: list[str], words: str) -> None:
    with pytest.raises(Slip, match=words):
        keys_in("\n".join(lines))
