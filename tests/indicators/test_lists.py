"""The list behind a figure, a page at a time: everyone once, in name order, and the tabs say how many."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from mangnon.registry.models import Child
from tests.conftest import TODAY


def names_on(client: Any, address: str) -> list[str]:
    text = client.get(address).content.decode()
    return re.findall(r'<th scope="row"><a href="(/tre-em/[0-9a-f-]{36}/)">', text)


def test_a_long_list_comes_in_pages(client_of: Callable[[str], Any]) -> None:
    client = client_of("child_officer")
    text = client.get("/chi-tieu/8a/?danh-sach=missing").content.decode()
    wanted = int(re.findall(r'aria-current="page">[^<]* <b>(\d+)</b>', text)[0])
    assert 200 < wanted < 400 and "Trang 1 trên 3" in text and "danh-sach=missing&amp;trang=2" in text
    found = [names_on(client, f"/chi-tieu/8a/?danh-sach=missing&trang={n}") for n in (1, 2, 3)]
    assert [len(page) for page in found] == [100, 100, wanted - 200]
    everyone = [address for page in found for address in page]
    assert len(set(everyone)) == wanted
    ordered = [c.get_absolute_url() for c in Child.objects.in_name_order()]
    assert everyone == [address for address in ordered if address in set(everyone)]


def test_another_tab_begins_at_its_first_page(client_of: Callable[[str], Any]) -> None:
    text = client_of("child_officer").get("/chi-tieu/8a/?danh-sach=missing&trang=3").content.decode()
    tabs = re.findall(r'<li><a href="(\?[^"]*)"', text)
    assert tabs and all("danh-sach=" in tab and "trang" not in tab for tab in tabs)


def test_every_child_of_the_list_has_her_home_beside_her(client_of: Callable[[str], Any]) -> None:
    text = client_of("child_officer").get("/chi-tieu/8a/?danh-sach=missing&trang=2").content.decode()
    homes = re.findall(r'<td data-label="Nơi ở">([^<]*)</td>', text)
    assert len(homes) == 100 and all(home.startswith("Thôn ") for home in homes)


def test_ages_make_up_the_figure(client_of: Callable[[str], Any]) -> None:
    """Every child under 16 stands in one age band: the denominators of the bands sum to that of the commune."""
    text = client_of("child_officer").get("/chi-tieu/8a/").content.decode()
    table = text.partition("<caption>Theo tuổi</caption>")[2].partition("</table>")[0]
    bands = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="n">\d+/(\d+)</td>', table))
    assert list(bands) == ["Dưới 1 tuổi", "1 đến 2 tuổi", "3 đến 5 tuổi", "6 đến 10 tuổi", "11 đến 15 tuổi"]
    total = re.findall(r'<p class="figure">\d+/(\d+)', text)[0]
    assert sum(int(n) for n in bands.values()) == int(total)
    babies = Child.objects.resident_on(TODAY).filter(born_on__gt=TODAY.replace(year=TODAY.year - 1)).count()
    assert int(bands["Dưới 1 tuổi"]) == babies
