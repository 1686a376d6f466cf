"""Sealed text opens for its own row and field only, and the database never holds the words."""
from __future__ import annotations

import base64
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from mangnon.core import keys, sealed
from mangnon.core.sealed import Broken, SealedTextField, blind, seal, seal_values, unseal, unseal_values

ROW, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)


@given(st.text(min_size=1))
def test_what_is_sealed_comes_back(text: str) -> None:
    closed = seal(text, row=ROW, field="told")
    assert unseal(closed, row=ROW, field="told") == text
    assert text not in closed or len(text) < 4


def test_nothing_stays_nothing() -> None:
    assert seal("", row=ROW, field="told") == "" and unseal("", row=ROW, field="told") == ""


def test_the_same_words_sealed_twice_look_different() -> None:
    assert seal("em sợ về nhà", row=ROW, field="told") != seal("em sợ về nhà", row=ROW, field="told")


@pytest.mark.parametrize(("row", "field"), [(OTHER, "told"), (ROW, "suspect")])
def test_moved_to_another_row_or_field_it_does_not_open(row: uuid.UUID, field: str) -> None:
    with pytest.raises(Broken):
        unseal(seal("em sợ về nhà", row=ROW, field="told"), row=row, field=field)


def test_every_altered_byte_is_noticed() -> None:
    closed = seal("em sợ về nhà", row=ROW, field="told")
    raw = bytearray(base64.urlsafe_b64decode(closed.removeprefix(sealed.MARK)))
    for place in range(len(raw)):
        altered = bytearray(raw)
        altered[place] ^= 1
        text = sealed.MARK + base64.urlsafe_b64encode(bytes(altered)).decode()
        with pytest.raises(Broken):
            unseal(text, row=ROW, field="told")


@pytest.mark.parametrize("text", ["em sợ về nhà", "niem1.", "niem1.@@@", "niem1.AAAA"])
def test_what_was_never_sealed_is_not_taken_for_text(text: str) -> None:
    with pytest.raises(Broken):
        unseal(text, row=ROW, field="told")


def test_another_key_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = seal("em sợ về nhà", row=ROW, field="told")
    monkeypatch.setattr(keys, "read", lambda folder, name: b"x" * 32)
    with pytest.raises(Broken, match="khóa khác"):
        unseal(closed, row=ROW, field="told")


def test_values_are_sealed_together_without_the_empty_ones() -> None:
    closed = seal_values({"name": "Bà Trịnh Thị Thử", "phone": "", "age": 0}, row=ROW, field="reporter")
    assert unseal_values(closed, row=ROW, field="reporter") == {"name": "Bà Trịnh Thị Thử", "age": 0}
    assert seal_values({"name": ""}, row=ROW, field="reporter") == ""


def test_a_plain_text_never_reaches_a_sealed_column() -> None:
    field = SealedTextField()
    field.name = "told"
    with pytest.raises(ValueError, match="plain text"):
        field.get_prep_value("em sợ về nhà")
    assert field.get_prep_value("") == ""


def test_a_blind_mark_knows_equal_values_and_not_the_key() -> None:
    assert blind("0912000111", what="phone") == blind("0912000111", what="phone")
    assert blind("0912000111", what="phone") != blind("0912000111", what="number")
    assert keys.read(Path(settings.KEYS_DIR), "sealing").hex() not in blind("0912000111", what="phone")
