"""Every thôn's years side by side, and each line against its bars: what is drawn is what the tables say."""
from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from mangnon.core import disclosure, records
from mangnon.plan.models import Milestone, Plan

LINES = ["2", "3b", "4a", "5a", "5b", "14", "17a", "18b", "22", "23", "24"]


def panels(text: str) -> dict[str, str]:
    """The description of each thôn's panel, by its title."""
    found = re.findall(r'<svg class="chart panel".*?<title[^>]*>(.*?)</title><desc[^>]*>(.*?)</desc>', text, re.S)
    return {unescape(title).partition(":")[0]: unescape(desc) for title, desc in found}


def table(text: str) -> dict[str, list[str]]:
    """The rows of the table under the panels."""
    found = re.search(r'<caption class="hidden-text">Từng thôn qua các năm</caption>.*?</table>', text, re.S)
    assert found
    return {label: re.findall(r'<td class="n">(.*?)</td>', cells) for label, cells in re.findall(
        r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', found[0], re.S)}


def test_the_thon_stand_in_their_order_and_say_what_each_years_table_says(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    text = officer.get("/chi-tieu/14/").content.decode()
    assert list(panels(text)) == [f"Thôn {n}" for n in range(1, 8)]
    rows = table(text)
    assert list(rows) == [*(f"Thôn {n}" for n in range(1, 8)), "Xã Hoằng Trung"]
    of_2023 = officer.get("/chi-tieu/14/?nam=2023").content.decode()
    for name, count, value in re.findall(r'nam=2023">(Thôn \d)</a></th><td>.*?</td><td class="n">(.*?)</td>'
                                         r'<td class="n">(.*?)</td>', of_2023, re.S):
        assert rows[name][2] == f"{count} = {value}", "2023 is the third of the years from 2021"
        assert f"2023: {count} = {value}" in panels(text)[name]


def test_the_parts_of_every_year_make_up_the_whole(client_of: Callable[[str], Any]) -> None:
    rows = table(client_of("child_officer").get("/chi-tieu/5b/").content.decode())
    counts = {name: [tuple(int(n) for n in re.findall(r"(\d+)/(\d+)", cell)[0]) for cell in cells]
              for name, cells in rows.items()}
    whole = counts.pop("Xã Hoằng Trung")
    assert len(whole) == 6
    for n, pair in enumerate(whole):
        assert pair == (sum(c[n][0] for c in counts.values()), sum(c[n][1] for c in counts.values()))


@pytest.mark.parametrize("line", LINES)
def test_no_small_cell_is_drawn_or_told_to_a_board_member(client_of: Callable[[str], Any], line: str) -> None:
    text = client_of("board_member").get(f"/chi-tieu/{line}/").content.decode()
    for name, desc in panels(text).items():
        for count, whole in re.findall(r": ([\d.]+)/([\d.]+)", desc):
            part, total = int(count.replace(".", "")), int(whole.replace(".", ""))
            assert not disclosure.hidden(part, line), (name, desc)
            if line not in ("3b", "18b"):
                assert not disclosure.hidden(total - part, line), (name, desc)


def test_what_is_hidden_is_a_hollow_mark_and_its_value_stands_nowhere(client_of: Callable[[str], Any]) -> None:
    """A thôn whose year the officer sees and the board member does not: its dot is not in the drawing."""
    exact, shut = (client_of(role).get("/chi-tieu/5a/").content.decode() for role in ("child_officer", "board_member"))
    drawn = {role: re.findall(r'<svg class="chart panel".*?</svg>', text, re.S)
             for role, text in (("officer", exact), ("member", shut))}
    full, less = ([svg.count('fill="#0B5C6B"') for svg in drawn[role]] for role in ("officer", "member"))
    told = ["dưới" in desc or "không nêu" in desc for desc in panels(shut).values()]
    assert any(told) and all(b <= a for a, b in zip(full, less, strict=True))
    for words, dots, svg in zip(panels(shut).values(), less, drawn["member"], strict=True):
        hidden = len(re.findall(r"dưới|không nêu", words))
        assert dots + svg.count('fill="#FFF" stroke="#7A868D"') == 6 and dots <= 6 - hidden


def test_lines_that_are_not_split_have_no_panels(client_of: Callable[[str], Any]) -> None:
    for address in ("/chi-tieu/1/", "/chi-tieu/7/"):
        assert not panels(client_of("child_officer").get(address).content.decode())
    text = client_of("board_member").get("/chi-tieu/9/").content.decode()
    assert not panels(text)


def test_each_line_of_an_objective_stands_against_its_bars(client_of: Callable[[str], Any]) -> None:
    plan = Plan.objects.order_by("from_on").last()
    records.create(Milestone, by="test", plan=plan, measure="14", year=2026, value="99", decision="12/QĐ")
    text = client_of("child_officer").get("/muc-tieu/2/?nam=2026").content.decode()
    bullet = next(svg for svg in re.findall(r"<svg.*?</svg>", text, re.S) if "so với mức cần đạt" in svg
                  and "khai sinh" in svg.lower())
    assert "2025, 2030: 100%" in bullet and "xã đặt 99%" in bullet
    assert "≥ 99%" in text


def test_a_hidden_figure_has_no_bar(client_of: Callable[[str], Any]) -> None:
    text = client_of("board_member").get("/muc-tieu/2/?nam=2025").content.decode()
    part = text[text.index("So với mức cần đạt"):]
    heads = re.findall(r"<li><h3>.*?</li>", part, re.S)
    line = next(li for li in heads if "/chi-tieu/8a/" in li)
    assert "số dưới 10" in line and 'fill="#0B5C6B"' not in line
