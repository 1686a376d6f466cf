"""A child is found by what people type: without marks, in part, in any case; lists go by given name."""
from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.places.models import Unit
from mangnon.registry import actions

NAMES = ["Nguyễn Văn Xađức", "Nguyễn Văn Xaan", "Nguyễn Văn Xaân", "Nguyễn Văn Xaăn", "Trần Thị Xađào",
         "Trần Thị Xadung", "Lê Xaêm", "Lê Xaem", "Đỗ Xaơi", "Đỗ Xaôi", "Đỗ Xaoi", "Bùi Xaưng", "Bùi Xaung"]


@pytest.fixture
def found(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> Callable[[str], list[str]]:
    """The names that a search shows, in order, among children made for it."""
    for name in NAMES:
        actions.register(by=user("child_officer"), unit=Unit.objects.get(name="Thôn 1"), from_on=dt.date(2020, 5, 5),
                         full_name=name, sex="male", born_on=dt.date(2020, 5, 5), born_precision="day")
    client = client_of("child_officer")

    def search(text: str) -> list[str]:
        page = html.unescape(client.get("/tre-em/", {"q": text}).content.decode())
        return re.findall(r'<th scope="row"><a href="/tre-em/[^"]*">([^<]*)</a>', page)

    return search


@pytest.mark.parametrize("typed", ["xaduc", "XADUC", "Xađức", "xađức", "XAĐỨC", "nguyen van xadu", "xad nguyen",
                                   unicodedata.normalize("NFD", "Xađức")])
def test_marks_and_case_need_not_be_typed(found: Callable[[str], list[str]], typed: str) -> None:
    assert "Nguyễn Văn Xađức" in found(typed)


def test_every_typed_word_begins_a_word_of_the_name(found: Callable[[str], list[str]]) -> None:
    """“nguyen van xaa” is no one called Xađức, though each has an a somewhere."""
    assert found("nguyen van xaa") == ["Nguyễn Văn Xaan", "Nguyễn Văn Xaăn", "Nguyễn Văn Xaân"]


def test_marks_that_were_typed_must_agree(found: Callable[[str], list[str]]) -> None:
    assert found("xaân") == ["Nguyễn Văn Xaân"]


def test_names_go_by_given_name_in_the_vietnamese_alphabet(found: Callable[[str], list[str]]) -> None:
    """a ă â d đ e ê o ô ơ u ư, by the given name and not by the family's."""
    assert found("xa") == ["Nguyễn Văn Xaan", "Nguyễn Văn Xaăn", "Nguyễn Văn Xaân", "Trần Thị Xadung",
                           "Trần Thị Xađào", "Nguyễn Văn Xađức", "Lê Xaem", "Lê Xaêm", "Đỗ Xaoi", "Đỗ Xaôi",
                           "Đỗ Xaơi", "Bùi Xaung", "Bùi Xaưng"]
