"""The children by age and sex: the numbers lead to the very children, and small ones are never told."""
from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from mangnon.core import periods, records
from mangnon.places.models import Unit
from mangnon.registry import actions
from mangnon.registry.ages import LEVELS, Change, Person, change, finest, person_of
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

PAGE = "/tre-em/thap-tuoi/"


def rows(text: str) -> dict[str, list[str]]:
    """The table of ages: the words of each row's cells."""
    table = text[text.index("Số trẻ theo tuổi"):]
    table = table[:table.index("</table>")]
    return {label: [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells)]
            for label, cells in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', table)}


def child(unit: Unit, born: dt.date, **more: Any) -> Child:
    made = records.create(Child, by="test", born_on=born, **{"full_name": "Trẻ Thử", "sex": "female", **more})
    records.create(Residence, by="test", child=made, unit=unit, from_on=born)
    return made


def test_the_day_taken_is_found_between_two_days_whatever_is_known() -> None:
    chance = random.Random(5)
    days = [dt.date(2019, 12, 1) + dt.timedelta(days=n) for n in range(800)]
    for _ in range(60):
        after, until = sorted(chance.sample(days, 2))
        for precision in ("day", "month", "year"):
            low, high = periods.born_between(after, until, precision)
            for born in days:
                assert (low <= born <= high) == (after < periods.middle(born, precision) <= until), (
                    after, until, precision, born)


def test_an_age_is_sure_where_what_is_known_leaves_one_only() -> None:
    day = dt.date(2026, 11, 23)
    assert person_of("a", "male", dt.date(2020, 11, 23), "day", day) == Person("a", "male", 6, True)
    assert person_of("a", "male", dt.date(2020, 5, 1), "month", day) == Person("a", "male", 6, True)
    assert person_of("a", "male", dt.date(2020, 11, 1), "month", day) == Person("a", "male", 6, False)
    assert person_of("a", "male", dt.date(2020, 1, 1), "year", day) == Person("a", "male", 6, False)
    assert person_of("a", "male", dt.date(2020, 1, 1), "year", dt.date(2025, 12, 31)).sure


def test_then_and_now_are_explained_child_by_child() -> None:
    def people(keys: str) -> list[Person]:
        return [Person(key, "male", 3, True) for key in keys]

    assert change(people("abcdef"), people("efgh"), born={"g"}, died={"a"}, grown={"a", "b", "e"}) == Change(
        then=6, born=1, came=1, died=1, grown=1, left=2, now=4)


def test_the_finest_level_without_a_small_cell() -> None:
    def people(count: int, sex: str, age: int) -> list[Person]:
        return [Person(f"{sex}{age}-{n}", sex, age, True) for n in range(count)]

    assert finest([people(9, "male", 1) + people(9, "female", 1)]) == LEVELS[0]
    assert finest([people(9, "male", 1) + people(4, "female", 1)]) == LEVELS[1]
    assert finest([people(9, "male", 1) + people(4, "female", 0) + people(2, "female", 2)]) == LEVELS[2]
    assert finest([people(9, "male", 1) + people(4, "female", 0)]) == LEVELS[3]
    assert finest([people(9, "male", 1) + people(4, "female", 5)]) == LEVELS[4]
    assert finest([people(9, "male", 1), people(3, "female", 5)]) is None


def test_every_number_leads_to_as_many_children(client_of: Callable[[str], Any]) -> None:
    third = Unit.objects.get(name="Thôn 3")
    child(third, dt.date(2020, 1, 1), born_precision="year")
    child(third, dt.date(2020, 11, 30), born_precision="month")
    child(third, dt.date(2019, 5, 5), sex="unknown")
    officer = client_of("child_officer")
    links = 0
    for address in (PAGE, f"{PAGE}?dia-ban={third.pk}"):
        text = officer.get(address).content.decode()
        found = re.findall(r'<a href="(/tre-em/\?tuoi=[^"]*)">([\d.]+)</a>', text)
        for url, number in found:
            listed = officer.get(url.replace("&amp;", "&")).content.decode()
            assert f"<h1>{number} trẻ đang ở xã</h1>" in listed, url
            links += 1
        assert "gioi=unknown" in text and "Chưa rõ giới" in text
    assert links > 40


def test_the_total_is_the_one_in_the_header_and_the_thon_make_it_up(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    text = officer.get(PAGE).content.decode()
    total = re.search(r"<h1>([\d.]+) trẻ dưới 16 tuổi", text)
    assert total and f"{total[1]} trẻ em" in text
    parts = [officer.get(f"{PAGE}?dia-ban={v.pk}").content.decode()
             for v in Unit.objects.filter(name__startswith="Thôn ", parent__name="Xã Hoằng Trung")]
    found = [int(m[1]) for m in (re.search(r"<h1>(\d+) trẻ dưới 16 tuổi", part) for part in parts) if m]
    assert len(found) == 7 and sum(found) == int(total[1].replace(".", ""))
    ages = rows(text)
    assert [*ages] == [*(str(n) for n in range(15, -1, -1)), "Cộng"]
    assert sum(int(ages[str(n)][2]) for n in range(16)) == int(ages["Cộng"][2])


def test_births_moves_and_deaths_between_the_years_add_up(client_of: Callable[[str], Any]) -> None:
    seventh = Unit.objects.get(name="Thôn 7")
    officer = client_of("child_officer")

    def told() -> list[int]:
        text = officer.get(f"{PAGE}?dia-ban={seventh.pk}").content.decode()
        table = text[text.index("Từ cùng ngày năm trước"):]
        return [int(n.replace("−", "").replace("+", "")) for n in
                re.findall(r'<td class="n">([+−]?\d+)</td>', table[:table.index("</table>")])]

    before = told()
    child(seventh, dt.date(2026, 3, 3))
    gone, moved = (child(seventh, dt.date(2018, 3, 3)) for _ in range(2))
    child(seventh, dt.date(2010, 5, 5))
    actions.note_death(gone, by="test", died_on=dt.date(2026, 4, 4), death_cause="illness")
    actions.move(moved, by="test", on=dt.date(2026, 5, 5), unit=Unit.objects.get(name="Thôn 6"))
    after = told()
    then, born, came, died, grown, left, now = after
    assert then + born + came - died - grown - left == now
    assert [b - a for a, b in zip(before, after, strict=True)] == [3, 1, 0, 1, 1, 1, 1]


def test_of_two_homes_the_later_holds_and_another_day_counts_who_lived_there_then(
        client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    sixth, seventh = (Unit.objects.get(name=f"Thôn {n}") for n in (6, 7))

    def total(unit: Unit, day: str = "") -> int:
        text = officer.get(f"{PAGE}?dia-ban={unit.pk}&ngay={day}").content.decode()
        return int(re.search(r"<h1>(\d+) trẻ", text)[1])  # type: ignore[index]

    before = total(sixth), total(seventh), total(sixth, "1/2/2026")
    twice = child(sixth, dt.date(2018, 3, 3))
    records.create(Residence, by="test", child=twice, unit=seventh, from_on=dt.date(2026, 6, 1))
    assert (total(sixth), total(seventh), total(sixth, "1/2/2026")) == (before[0], before[1] + 1, before[2] + 1)


def test_a_day_that_is_none_is_said_and_kept(client_of: Callable[[str], Any]) -> None:
    text = client_of("child_officer").get(PAGE + "?ngay=31/02/2026").content.decode()
    assert "Tháng 2 năm 2026 không có ngày 31" in text and 'value="31/02/2026"' in text
    assert "Ngày này còn ở phía trước" in client_of("child_officer").get(PAGE + "?ngay=1/1/2030").content.decode()


@pytest.mark.parametrize("role", ["board_member", "finance", "village_head"])
def test_no_small_number_is_told_to_whom_it_is_not_for(client_of: Callable[[str], Any], role: str) -> None:
    """Neither in the table nor in the drawing; all thôn alike, so that none can be taken off the commune."""
    member, shapes = client_of(role), set()
    for unit in Unit.objects.filter(name__startswith="Thôn ", parent__name="Xã Hoằng Trung"):
        if role == "village_head" and unit.name == "Thôn 3":
            continue
        text = member.get(f"{PAGE}?dia-ban={unit.pk}&ngay=1/1/2026").content.decode()
        assert f"ngày {TODAY:%d/%m/%Y}" in text and "Từ cùng ngày năm trước" not in text
        shapes.add(tuple(rows(text)) if "Số trẻ theo tuổi" in text else ())
        _nothing_small(text)
    assert len(shapes) == 1
    _nothing_small(member.get(PAGE).content.decode())


def _nothing_small(text: str) -> None:
    numbers = [n for cells in (rows(text).values() if "Số trẻ theo tuổi" in text else []) for n in cells]
    drawn = re.findall(r"<svg class=\"chart\".*?</svg>", text, re.S)
    numbers += re.findall(r'class="strong">([\d.]+)</text>', "".join(drawn))
    assert not {"1", "2", "3", "4"} & set(numbers)
    # The hollow end of a bar is the number of those whose age is not sure.
    assert not re.findall(r'<rect [^>]*fill="#FFF"', "".join(drawn))
    assert "/tre-em/?tuoi" not in text


@pytest.mark.parametrize(("role", "told"), [("child_officer", True), ("board_member", False)])
def test_who_is_not_sure_of_age_is_drawn_for_who_knows_the_numbers(client_of: Callable[[str], Any], role: str,
                                                                   told: bool) -> None:
    """Enough children of every age and sex that single years are shown; two of them with the year of birth only."""
    third = Unit.objects.get(name="Thôn 3")
    for unit in Unit.objects.filter(name__startswith="Thôn ", parent__name="Xã Hoằng Trung"):
        for age in range(16):
            for sex in ("female", "male"):
                for _ in range(5):
                    child(unit, dt.date(TODAY.year - age, 1, 9), sex=sex)
    for _ in range(2):
        child(third, dt.date(2020, 1, 1), born_precision="year")
    text = client_of(role).get(PAGE).content.decode()
    drawn = "".join(re.findall(r'<svg class="chart".*?</svg>', text, re.S))
    assert drawn and len(rows(text)) == 17
    assert bool(re.findall(r'<rect [^>]*fill="#FFF"', drawn)) == told


def test_who_lives_in_no_thon_cannot_be_taken_off_the_commune(client_of: Callable[[str], Any]) -> None:
    """Two children whose thôn is not known: commune less all its thôn would tell them, so one of these is not told."""
    commune = Unit.objects.get(name="Xã Hoằng Trung")
    for _ in range(2):
        child(commune, dt.date(2018, 3, 3))
    member = client_of("board_member")

    def total(query: str) -> list[str]:
        return re.findall(r"<h1>([\d.]+) trẻ", member.get(PAGE + query).content.decode())

    parts = [total(f"?dia-ban={v.pk}") for v in Unit.objects.filter(name__startswith="Thôn ", parent=commune)]
    assert not (total("") and all(parts))
    assert "<h1>" in member.get(PAGE).content.decode()


def test_who_works_in_a_thon_sees_hers_exactly(client_of: Callable[[str], Any]) -> None:
    third = Unit.objects.get(name="Thôn 3")
    text = client_of("collaborator").get(f"{PAGE}?dia-ban={third.pk}").content.decode()
    assert [*rows(text)] == [*(str(n) for n in range(15, -1, -1)), "Cộng"]
    assert "/tre-em/?tuoi=" in text and "Từ cùng ngày năm trước" in text


def test_a_place_that_is_not_the_communes(client_of: Callable[[str], Any]) -> None:
    assert client_of("child_officer").get(PAGE + "?dia-ban=khac").status_code == 404
