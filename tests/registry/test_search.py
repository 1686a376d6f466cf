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


def test_who_has_no_name_is_told_by_the_mother_and_found(client_of: Callable[[str], Any], user: Callable[[str], Any],
                                                        ) -> None:
    first, second, third = (actions.register(
        by=user("child_officer"), unit=Unit.objects.get(name=place), from_on=day, full_name="", sex="female",
        born_on=day, born_precision="day", mother_name=mother) for place, day, mother in (
            ("Thôn 3", dt.date(2026, 11, 1), "Lò Thị Xađào"), ("Thôn 3", dt.date(2026, 11, 2), "Lò Thị Xaơi"),
            ("Thôn 5", dt.date(2026, 11, 3), "")))
    client = client_of("child_officer")

    def search(text: str, who: Any = client) -> str:
        return html.unescape(who.get("/tre-em/", {"q": text}).content.decode())

    called = "(chưa có tên), con chị Lò Thị Xađào, sinh 01/11/2026"
    listed = re.compile(r"\(chưa có tên\), con chị Lò Thị Xađào<.{0,120}>01/11/2026<", re.DOTALL)
    for typed in ("xadao", "Lò Thị Xađào", "con chị Xađào"):
        assert listed.search(search(typed)) and str(second.pk) not in search(typed), typed
    assert all(str(child.pk) in search("chưa có tên") for child in (first, second, third))
    assert re.search(r">\(chưa có tên\)<.{0,120}>03/11/2026<", search("chua co ten"), re.DOTALL)
    # The thôn's collaborator finds her own only, and reads the same on the weighing card.
    hers = client_of("collaborator")
    assert str(first.pk) in search("chưa có tên", hers) and str(third.pk) not in search("chưa có tên", hers)
    assert called in html.unescape(hers.get("/suc-khoe/can-do-nhieu/").content.decode())
    month = hers.get(f"/tre-em/bien-dong/{Unit.objects.get(name='Thôn 3').pk}/2026-11/").content.decode()
    assert called in html.unescape(month)
