"""Small cells stay hidden for those who do not work with the children, and cannot be computed from the rest."""
from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.core import disclosure

LINES = [f"{n}" for n in ("2", "3b", "4a", "4c", "5a", "5b", "8a", "8b", "9", "11a", "14", "15", "17a", "18a", "18b",
                          "20b", "22", "24")]


def _alternatives(total: int, known_small: list[bool], measure: str) -> list[tuple[int, ...]]:
    """Every way in which hidden cells may have been: by trying them all."""
    low, high = disclosure.least(measure), disclosure.limit(measure)
    ranges = [range(low, high) if small else [0, *range(high, total + 1)] for small in known_small]
    return [numbers for numbers in itertools.product(*ranges) if sum(numbers) == total]


@pytest.mark.parametrize(("line", "lowest", "limit"), [("5a", 1, 5), ("8a", 0, 10)])
def test_hidden_cells_leave_at_least_two_possibilities(line: str, lowest: int, limit: int) -> None:
    """The published total and the shown cells never tell a small one; found by trying every number."""
    chance = random.Random(7)
    for _ in range(150):
        cells = {f"Thôn {n}": chance.choice((0, 1, 2, 3, 4, 5, 6, 7, 9, 11)) for n in range(1, chance.randint(3, 5))}
        gone = disclosure.hide_cells(cells, line)
        assert {name for name, n in cells.items() if lowest <= n < limit} <= gone
        small = [lowest <= cells[name] < limit for name in gone]
        ways = _alternatives(sum(cells[name] for name in gone), small, line)
        if any(small) and gone != set(cells):
            first = small.index(True)
            assert len({way[first] for way in ways}) > 1, (cells, gone)


def test_both_sides_of_a_share_are_small_cells() -> None:
    gone = disclosure.hide_cells({"Nam": 43, "Nữ": 45}, "5a", {"Nam": 2, "Nữ": 7})
    assert gone == {"Nam", "Nữ"}
    assert disclosure.hide_cells({"Nam": 43, "Nữ": 45}, "5a", {"Nam": 0, "Nữ": 7}) == set()


def _rows(text: str, caption: str) -> dict[str, str]:
    """The rows of a table: label to the plain text of its cells."""
    found = re.search(rf"<caption>{caption}.*?</table>", text, re.S)
    if not found:
        return {}
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', found[0], re.S)
    return {re.sub(r"<[^>]+>", "", label): " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cells, flags=re.S).split())
            for label, cells in rows}


@pytest.mark.parametrize("line", LINES)
def test_a_board_member_sees_no_small_cell(client_of: Callable[[str], Any], line: str) -> None:
    text = client_of("board_member").get(f"/chi-tieu/{line}/").content.decode()
    for caption in ("Theo thôn", "Theo giới", "Theo tuổi", "Theo nhóm ưu tiên"):
        for label, said in _rows(text, caption).items():
            pair = re.match(r"([\d.]+)/([\d.]+)", said)
            if pair:
                count, whole = (int(part.replace(".", "")) for part in pair.groups())
                assert not disclosure.hidden(count, line), (caption, label, said)
                if line not in ("3b", "9", "11a", "18b"):
                    assert not disclosure.hidden(whole - count, line), (caption, label, said)
    assert 'href="/tre-em/' not in text and "Tên chỉ dành cho" in text


@pytest.mark.parametrize("line", ["22", "23", "24"])
def test_what_the_commune_hides_the_village_hides_too(client_of: Callable[[str], Any], line: str) -> None:
    client = client_of("board_member")
    text = client.get(f"/chi-tieu/{line}/").content.decode()
    links = dict(re.findall(r'<th scope="row"><a href="\?dia-ban=([^&]*)&amp;nam=\d+">(Thôn \d)</a>', text))
    table = _rows(text, "Theo thôn")
    assert len(links) == 7
    for unit, name in links.items():
        own = client.get(f"/chi-tieu/{line}/?dia-ban={unit}").content.decode()
        figure = re.search(r'<p class="figure">(.*?)</p>', own, re.S)
        assert figure
        assert ("/" in table[name]) == ("<small>" in figure[1]), (name, table[name], figure[1])
        board = client.get(f"/tong-quan/?dia-ban={unit}").content.decode()
        row = re.search(rf'<td class="code">{line}</td>.*?</tr>', board, re.S)
        assert row and ("/" in table[name]) == ("<b>" in row[0])


def test_a_collaborator_knows_her_own_village(client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    """She may list its children, so its numbers are hers to know; the other villages' small ones are not."""
    unit = user("collaborator").assignments.get().unit
    client = client_of("collaborator")
    own = client.get(f"/chi-tieu/5b/?dia-ban={unit.pk}").content.decode()
    figure = re.search(r'<p class="figure">([\d.]+)/([\d.]+)', own)
    assert figure
    counted, whole = int(figure[1]), int(figure[2])
    tabs = dict(re.findall(r'(Đã đủ|Chưa đủ) <b>(\d+)</b>', own))
    assert int(tabs["Đã đủ"]) == counted and int(tabs["Chưa đủ"]) == whole - counted


def test_injured_children_are_named_to_their_own_village_only(client_of: Callable[[str], Any],
                                                              user: Callable[[str], Any]) -> None:
    from mangnon.registry.models import Child

    for year in range(2021, 2027):
        text = client_of("collaborator").get(f"/chi-tieu/11a/?nam={year}").content.decode()
        named = set(re.findall(r'<th scope="row"><a href="/tre-em/([0-9a-f-]{36})/">', text))
        mine = {str(pk) for pk in Child.objects.visible_to(user("collaborator")).values_list("pk", flat=True)}
        assert named <= mine


def test_lists_add_up_to_the_figure(client_of: Callable[[str], Any]) -> None:
    """Counted and missing make the figure above them, on every line that has both."""
    client = client_of("child_officer")
    for line in ("2", "5a", "5b", "8a", "14", "16", "17a", "22", "23", "24"):
        for year in (2023, 2026):
            text = client.get(f"/chi-tieu/{line}/?nam={year}").content.decode()
            figure = re.search(r'<p class="figure">([\d.]+)/([\d.]+)', text)
            assert figure, line
            tabs = {k: int(n.replace(".", "")) for k, n in re.findall(
                r'>(Đã đủ|Chưa đủ|Được đếm|Còn lại|Chưa rõ) <b>([\d.]+)</b>', text)}
            counted, whole = (int(part.replace(".", "")) for part in figure.groups())
            assert tabs.get("Đã đủ", tabs.get("Được đếm")) == counted
            assert tabs.get("Chưa đủ", tabs.get("Còn lại")) == whole - counted
            if line not in ("17a",):
                villages = _rows(text, "Theo thôn")
                pairs = [said.split()[0].split("/") for name, said in villages.items() if name.startswith("Thôn")
                         and "/" in said]
                assert sum(int(n.replace(".", "")) for n, _ in pairs) == counted
                assert sum(int(n.replace(".", "")) for _, n in pairs) == whole


def test_what_waits_for_the_chairman_leads_to_where_it_is_decided(client_of: Callable[[str], Any]) -> None:
    text = client_of("chairman").get("/tong-quan/").content.decode()
    part = text[text.index('id="quyet"'):text.index("</section>", text.index('id="quyet"'))]
    links = re.findall(r'href="(/[^"]+)"', part)
    assert "/ke-hoach/giao/" in links and "/cach-hieu/" in links
    for link in links:
        assert client_of("chairman").get(link).status_code == 200
    assert 'id="quyet"' not in client_of("board_member").get("/tong-quan/").content.decode()


@pytest.mark.parametrize("role", ["collaborator", "finance"])
def test_no_count_of_lines_counts_a_line_that_is_hidden(client_of: Callable[[str], Any], role: str) -> None:
    """Each thôn's board: the headings and the chips are those of the lines that are told, no more."""
    client = client_of(role)
    found = client.get("/tong-quan/").content.decode()
    units = re.findall(r'<option value="([0-9a-f-]{36})"', found)
    seen_hidden = 0
    for unit in units:
        text = client.get(f"/tong-quan/?dia-ban={unit}").content.decode()
        met = shown = hidden = 0
        for section in re.findall(r'<section class="o\d".*?</section>', text, re.S):
            lines = re.findall(r"<tr><td class=\"code\">.*?</tr>", section, re.S)
            told = [line for line in lines if '<td class="st"><span class="quiet">' not in line]
            good = sum('href="#dat"' in line for line in told)
            heading = re.search(r"<span>đạt (\d+)/(\d+)</span>", section)
            assert heading and (int(heading[1]), int(heading[2])) == (good, len(told))
            met, shown, hidden = met + good, shown + len(told), hidden + len(lines) - len(told)
        assert f"đạt {met}/{shown} dòng" in text
        assert (f"không nêu {hidden}</span>" in text) == bool(hidden)
        seen_hidden += hidden
    assert len(units) >= 8 and seen_hidden > 20


@pytest.mark.parametrize("line", ["8a", "8b", "9", "10", "13"])
def test_a_nought_of_the_lines_about_harm_looks_like_a_small_number(client_of: Callable[[str], Any], line: str) -> None:
    """Beside a 0 that is shown, "under 10" would say that there was somebody."""
    text = client_of("finance").get(f"/chi-tieu/{line}/").content.decode()
    years = _rows(text, "Số liệu theo năm") or dict(re.findall(r'<th scope="row">(20\d\d)</th>(.*?)</tr>', text, re.S))
    assert len(years) >= 6
    for said in years.values():
        count = re.search(r"(?<![\d.,])([\d.]+)/[\d.]+", said)
        assert not count or int(count[1].replace(".", "")) >= 10, said
    assert not re.search(r"(?<![\d.,])0/\d", text)


def test_a_group_that_leaves_a_small_rest_of_the_whole_is_hidden() -> None:
    from mangnon.indicators.sight import Sight
    from mangnon.indicators.verdict import Figure

    sight = object.__new__(Sight)
    sight.book = type("Book", (), {"unit": type("Unit", (), {"unit": "x"})()})()  # type: ignore[assignment]
    sight._exact, sight._scope, sight._sealed = False, None, False
    cells = {"Khuyết tật": Figure(13, 30, 0), "Hộ nghèo": Figure(13, 40, 0)}
    assert sight.groups("8a", cells, Figure(17, 1898, 0)) == dict.fromkeys(cells, "không nêu")
    assert sight.groups("8a", cells, Figure(40, 1898, 0)) == {}


def test_a_start_page_names_nobody_of_the_lines_about_harm(client_of: Callable[[str], Any]) -> None:
    for role in ("child_officer", "chairman"):
        text = client_of(role).get("/viec-cua-toi/").content.decode()
        for card in re.findall(r'<section class="card stack-s">.*?</section>', text, re.S):
            code = re.search(r">(\d+[abc]?)\. ", card)
            if code and code[1] in disclosure.NEEDS_PROTECTION_LIST:
                assert "/tre-em/" not in card and "Mở danh sách" in card


def test_a_report_not_yet_looked_into_is_told_to_nobody_who_may_not_know(client_of: Callable[[str], Any]) -> None:
    """Line 9 of a thôn, and of the commune: the page is the same with and without a report nobody has verified."""
    import datetime as dt

    from mangnon.core import outbox, records
    from mangnon.places.models import Unit
    from mangnon.protection.models import Incident
    from mangnon.registry.models import Child

    village = Unit.objects.get(name="Thôn 3")
    addresses = ["/chi-tieu/9/", f"/chi-tieu/9/?dia-ban={village.pk}"]

    def seen(role: str) -> list[str]:
        client = client_of(role)
        return [re.sub(r'(csrf|value="[A-Za-z0-9]{64}"|nonce="[^"]+")', "", client.get(a).content.decode())
                for a in addresses]

    before = {role: seen(role) for role in ("collaborator", "village_head", "finance")}
    child = Child.objects.resident_on(dt.date(2026, 11, 23), {village.pk}).filter(born_on__year=2016).in_name_order()[0]
    records.create(Incident, by="test", child=child, kind="abuse", detected_on=dt.date(2026, 11, 20))
    outbox.process()
    assert {role: seen(role) for role in before} == before
    assert "Chưa rõ" in client_of("child_officer").get(addresses[1]).content.decode()


def test_given_work_about_harm_is_listed_without_a_name(client_of: Callable[[str], Any]) -> None:
    import datetime as dt

    from mangnon.registry import tasks
    from mangnon.registry.models import Child

    child = Child.objects.resident_on(dt.date(2026, 11, 23)).filter(born_on__year=2016).in_name_order()[1]
    tasks.give("9", {child.pk: ("unknown", "child_officer")}, by="test", due_on=dt.date(2026, 12, 5),
               on=dt.date(2026, 11, 23), note="hỏi bà nội").made[0]
    text = client_of("child_officer").get("/viec-cua-toi/?tat-ca=1").content.decode()
    card = text.partition('aria-label="Việc được giao"')[2].partition("</section>")[0]
    assert "Một em của dòng 9" in card and str(child) not in card and "bà nội" not in card
