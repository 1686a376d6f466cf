"""The file and its receipt: opened whole with the right words, refused in every other way."""
from __future__ import annotations

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.protection.transfers import sealed_file
from mangnon.protection.transfers.sealed_file import NotOpened

SLOW = sealed_file.Scrypt
OWN, NUMBER = bytes(range(32)), uuid.UUID("0f0e1c7a-6a53-4f5b-9a34-0d6c8d1f1a11")


def test_it_opens_however_the_passphrase_is_spaced_and_tells_nothing_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_file, "Scrypt", SLOW)
    words = sealed_file.new_passphrase()
    data = sealed_file.seal_file({"a": "Lời kể Xyzzyva"}, words)
    assert sealed_file.open_file(data, f" {words.lower().replace('-', ' ')} ") == {"a": "Lời kể Xyzzyva"}
    assert b"Xyzzyva" not in data and len(words) == 29
    with pytest.raises(NotOpened, match="wrong"):
        sealed_file.open_file(data, sealed_file.new_passphrase())


DATA = sealed_file.seal_file({"a": "Lời kể Xyzzyva"}, "AAAAA-BBBBB-CCCCC")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255), st.sampled_from(["cut", "flip", "more"]))
def test_a_cut_altered_or_longer_file_never_opens(place: int, bits: int, how: str) -> None:
    wrong = {"cut": DATA[:place], "flip": DATA[:place] + bytes([DATA[place] ^ bits]) + DATA[place + 1:],
             "more": DATA + bytes([bits])}[how]
    with pytest.raises(NotOpened):
        sealed_file.open_file(wrong, "AAAAA-BBBBB-CCCCC")


PAPER = sealed_file.make_receipt(NUMBER, OWN, {"verdict": "refused", "reason": "trẻ không ở đây"})


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PAPER) - 1), st.integers(1, 255), st.booleans())
def test_a_receipt_that_is_not_whole_says_nothing(place: int, bits: int, cut: bool) -> None:
    wrong = PAPER[:place] if cut else PAPER[:place] + bytes([PAPER[place] ^ bits]) + PAPER[place + 1:]
    with pytest.raises(NotOpened):
        sealed_file.read_receipt(wrong, OWN)


def test_a_receipt_is_known_by_the_key_inside_the_file_alone() -> None:
    assert sealed_file.number_of(PAPER) == NUMBER and "không ở đây".encode() not in PAPER
    assert sealed_file.read_receipt(PAPER, OWN) == {"verdict": "refused", "reason": "trẻ không ở đây"}
    with pytest.raises(NotOpened, match="wrong"):
        sealed_file.read_receipt(PAPER, bytes(32))
    for foreign in (b"", b"PK\x03\x04", DATA):
        with pytest.raises(NotOpened, match="foreign"):
            sealed_file.number_of(foreign)
