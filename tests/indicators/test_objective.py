"""The page of an objective: each line beside every thôn, with what may not be seen left out."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.places.models import Unit
from mangnon.registry.models import Residence


def row(text: str, code: str) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", next(part for part in text.split("<tr>") if f"/chi-tieu/{code}/" in part))


def test_the_board_leads_to_each_objective_and_it_to_the_thon(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    board = officer.get("/tong-quan/?nam=2025").content.decode()
    for number in "1234":
        assert f'href="/muc-tieu/{number}/?nam=2025"' in board
    text = officer.get("/muc-tieu/2/?nam=2025").content.decode()
    links = re.findall(r"/chi-tieu/14/\?dia-ban=[\w-]+&amp;nam=2025", text)
    assert len(links) == 7
    assert officer.get(links[2].replace("&amp;", "&")).status_code == 200
    assert all(f">Thôn {n}</th>" in text for n in range(1, 8))


def test_the_thon_make_up_the_commune(client_of: Callable[[str], Any]) -> None:
    text = row(client_of("child_officer").get("/muc-tieu/2/?nam=2026").content.decode(), "14")
    counts = [tuple(int(n) for n in found) for found in re.findall(r"(\d+)/(\d+)", text)]
    whole, parts = counts[0], counts[1:]
    assert len(parts) == 7 and whole == (sum(p[0] for p in parts), sum(p[1] for p in parts))


def test_small_cells_are_hidden_from_whoever_reads_figures_only(client_of: Callable[[str], Any]) -> None:
    text = client_of("board_member").get("/muc-tieu/2/?nam=2025").content.decode()
    assert "số dưới 10" in row(text, "8a") and "không chia theo thôn" in row(text, "8a")
    assert not re.search(r"/chi-tieu/9/\?dia-ban", text)


def test_an_objective_that_is_not_there(client_of: Callable[[str], Any]) -> None:
    assert client_of("child_officer").get("/muc-tieu/9/").status_code == 404


@pytest.mark.django_db
def test_the_merged_commune_names_the_parts_it_knows_nobody_of(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    merged = Unit.objects.get(name="Xã Hoằng Phú", level="commune", valid_to=None)
    for address in (f"/tong-quan/?dia-ban={merged.pk}", f"/chi-tieu/14/?dia-ban={merged.pk}"):
        text = officer.get(address).content.decode()
        assert "Sổ này chưa có trẻ nào của Xã Hoằng Kim" in text
    assert "Sổ này chưa có trẻ nào" not in officer.get("/tong-quan/").content.decode()
    Residence.objects.filter(pk=Residence.objects.order_by("pk").values("pk")[:1]).update(
        unit=Unit.objects.get(name="Xã Hoằng Kim"))
    assert "Xã Hoằng Kim," not in officer.get(f"/tong-quan/?dia-ban={merged.pk}").content.decode()
