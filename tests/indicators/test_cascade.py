"""The way in steps to a measure: distinct children, the last step the measure's own figure, those lost by name."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mangnon.core import disclosure, outbox, records
from mangnon.core.models import AuditEvent
from mangnon.health.models import Assessment, Dose
from mangnon.indicators.answers import territory_of
from mangnon.indicators.cascade import cascades, passed, read_cascade
from mangnon.indicators.compiler import Scope
from mangnon.indicators.live import ask_live, settings_in_use
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.vocabulary import DefinitionError
from mangnon.places.models import Unit
from mangnon.plan.models import Plan, Reading
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

PAGE = "/chi-tieu/5a/tung-buoc/"
CODES = ["2", "5a", "5b", "14", "15", "16", "17a", "18a"]


def steps(text: str) -> list[tuple[str, int, int]]:
    """(label, still there, lost) of the table."""
    table = text[text.index("Còn lại ở mỗi bước"):]
    found = re.findall(r'<tr><th scope="row">(.*?)</th><td class="n">(.*?)</td><td[^>]*>.*?</td>'
                       r'<td class="n">(.*?)</td>', table[:table.index("</table>")])
    return [(label, int(count.replace(".", "")), int(re.sub(r"<[^>]+>|\\.", "", lost)))
            for label, count, lost in found]


def child(unit: Unit, *doses: tuple[str, int]) -> Child:
    """Born 10/6/2025; (vaccine, number) given a month apart."""
    born = dt.date(2025, 6, 10)
    made = records.create(Child, by="test", full_name="Trẻ Thử", sex="female", born_on=born)
    records.create(Residence, by="test", child=made, unit=unit, from_on=born)
    for vaccine, number in doses:
        for n in range(number):
            records.create(Dose, by="test", child=made, vaccine=vaccine, given_on=dt.date(2025, 8 + n, 12))
    return made


def test_the_cascades_are_there() -> None:
    assert list(cascades()) == ["2", "5a", "5b", "14", "15", "16", "17a", "18a"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_the_last_step_is_the_measures_own_figure_everywhere(code: str) -> None:
    plan = Plan.objects.get()
    territory = territory_of(ask_live)
    units = [u for u in territory.units.values() if u.unit == str(plan.unit_id) or u.name in ("Thôn 3", "Thôn 6")
             or u.name == "Xã Hoằng Phú"]
    for unit in units:
        book = FactBook(plan, unit, TODAY, only=code)
        for year in (2022, 2025, 2026):
            inside = book.territory.below(unit.unit, book.borders_on(year))
            found = passed(ask_live, cascades()[code], book.period(year), Scope(units=inside), settings_in_use())
            figure = book.figure(code, year)
            assert len(found[-1]) == figure.numerator, (unit.name, year)
            counted = [s.holds for s in cascades()[code].steps]
            if "counted" in counted:
                assert len(found[counted.index("counted")]) == figure.denominator
            assert len(found[0]) >= (figure.denominator or 0)
            assert all(b <= a for a, b in zip(found, found[1:], strict=False))


@pytest.mark.django_db
def test_each_child_is_lost_at_the_first_step_she_did_not_take(client_of: Callable[[str], Any]) -> None:
    seventh = Unit.objects.get(name="Thôn 7")
    officer = client_of("child_officer")
    address = f"{PAGE}?dia-ban={seventh.pk}&nam=2026"
    before = steps(officer.get(address).content.decode())
    child(seventh)
    child(seventh, ("BCG", 1))
    child(seventh, ("BCG", 1), ("PENTA", 2), ("OPV", 3), ("MR", 1))
    child(seventh, ("BCG", 1), ("PENTA", 3), ("MR", 1))
    child(seventh, ("BCG", 1), ("HEXA", 3), ("MR", 1))
    outbox.process()
    after = steps(officer.get(address).content.decode())
    moved = [(b[1] - a[1], b[2] - a[2]) for a, b in zip(before, after, strict=True)]
    # the age, sure of the day, BCG, first five-in-one, three, polio, measles, full
    assert moved == [(5, 0), (5, 0), (4, 1), (3, 1), (2, 1), (1, 1), (1, 0), (1, 0)]


@pytest.mark.django_db
def test_who_has_no_dose_because_none_is_due_is_kept_by_steps_that_say_so(client_of: Callable[[str], Any]) -> None:
    """The last step is the line's numerator and each step holds the next, so such a child passes each of them."""
    seventh, officer = Unit.objects.get(name="Thôn 7"), client_of("child_officer")
    address = f"/chi-tieu/5b/tung-buoc/?dia-ban={seventh.pk}&nam=2026"
    before = steps(officer.get(address).content.decode())
    newborn, late = (records.create(Child, by="test", full_name="Trẻ Thử", sex="female", born_on=born)
                     for born in (dt.date(2026, 11, 3), dt.date(2026, 6, 3)))
    for one in (newborn, late):
        records.create(Residence, by="test", child=one, unit=seventh, from_on=one.born_on)
    outbox.process()
    after = steps(officer.get(address).content.decode())
    assert [a[1] - b[1] for a, b in zip(after, before, strict=True)] == [2, 2, 1, 1, 1]
    assert [row[0] for row in after[2:4]] == [
        "Có ghi mũi, hoặc chưa đến hạn mũi nào", "Đã tiêm lao, hoặc chưa đến hạn"]


@pytest.mark.django_db
def test_another_reading_of_full_moves_the_last_step_and_never_leaves_the_figure() -> None:
    plan = Plan.objects.get()
    records.create(Reading, by="test", name="full_doses", value=[{"vaccines": ["JE"], "doses": 1}], decided_by="x",
                   decided_on=TODAY, decision="x")
    book = FactBook(plan, territory_of(ask_live).units[str(plan.unit_id)], TODAY, only="5a")
    inside = book.territory.below(str(plan.unit_id), book.borders_on(2025))
    found = passed(ask_live, cascades()["5a"], book.period(2025), Scope(units=inside), settings_in_use())
    assert len(found[-1]) == book.figure("5a", 2025).numerator
    assert all(b <= a for a, b in zip(found, found[1:], strict=False))


@pytest.mark.django_db
def test_those_lost_are_named_to_who_may_list_them_and_that_is_noted(client_of: Callable[[str], Any]) -> None:
    lost = child(Unit.objects.get(name="Thôn 3"))
    outbox.process()
    officer = client_of("child_officer")
    text = officer.get(f"{PAGE}?buoc=2").content.decode()
    assert "Còn thiếu ở bước “Đã tiêm lao”" in text and f'href="/tre-em/{lost.pk}/"' in text
    event = AuditEvent.objects.order_by("seq").last()
    assert event and (event.verb, event.what, event.record_id) == ("list", "indicators", "5a")
    assert "step=2" in event.fields
    for role, sees in (("collaborator", True), ("health_worker", True), ("board_member", False), ("finance", False)):
        said = client_of(role).get(f"{PAGE}?buoc=2&dia-ban={lost.residences.get().unit_id}").content.decode()
        assert (f'href="/tre-em/{lost.pk}/"' in said) == sees, role


@pytest.mark.django_db
def test_a_step_is_named_only_to_who_reads_the_records_it_tells_of(client_of: Callable[[str], Any]) -> None:
    """Head of a thôn and teacher may list the lines, not read that a child lacks one dose."""
    lost = child(Unit.objects.get(name="Thôn 3"))
    outbox.process()
    place = lost.residences.get().unit_id
    for role in ("village_head", "teacher"):
        said = client_of(role).get(f"{PAGE}?buoc=2&dia-ban={place}").content.decode()
        assert not re.search(r'href="/tre-em/[0-9a-f-]{36}/"', said), role
        assert ("Tên chỉ dành cho" in said) == (role == "village_head")
    births = client_of("village_head").get("/chi-tieu/14/tung-buoc/").content.decode()
    assert "Tên chỉ dành cho" not in births


@pytest.mark.django_db
def test_the_steps_of_line_15_name_nobody_below_the_bar(client_of: Callable[[str], Any]) -> None:
    unit = Unit.objects.get(name="Thôn 3")
    low, asked = (records.create(Child, by="test", full_name="Trẻ Thử", sex="female", born_on=dt.date(2024, 1, day))
                  for day in (1, 2))
    for one in (low, asked):
        records.create(Residence, by="test", child=one, unit=unit, from_on=one.born_on)
    records.create(Assessment, by="test", child=low, instrument="ecdi2030", assessed_on=dt.date(2026, 10, 1), score=2)
    outbox.process()
    for step in ("2", "1", ""):
        page = f"/chi-tieu/15/tung-buoc/?dia-ban={unit.pk}&buoc={step}"
        said = client_of("child_officer").get(page).content.decode()
        assert str(low.pk) not in said and str(asked.pk) in said and "buoc=2" not in said.split("<table")[1]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_small_steps_are_not_told(client_of: Callable[[str], Any], code: str) -> None:
    member = client_of("board_member")
    for year in (2024, 2026):
        text = member.get(f"/chi-tieu/{code}/tung-buoc/?nam={year}").content.decode()
        rows = steps(text) if "Còn lại ở mỗi bước" in text else []
        assert not any(disclosure.hidden(lost, code) or disclosure.hidden(count, code) for _l, count, lost in rows)
        assert rows or "<svg class=\"chart\"" not in text
    third = Unit.objects.get(name="Thôn 3")
    text = member.get(f"/chi-tieu/{code}/tung-buoc/?dia-ban={third.pk}").content.decode()
    assert "Còn lại ở mỗi bước" not in text and "<svg class=\"chart\"" not in text


def test_a_line_without_steps_has_no_such_page(client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    assert officer.get("/chi-tieu/7/tung-buoc/").status_code == 404
    assert "tung-buoc" not in officer.get("/chi-tieu/7/").content.decode()
    assert "/chi-tieu/14/tung-buoc/?nam=2025" in officer.get("/chi-tieu/14/?nam=2025").content.decode()


FIRST, LAST = ({"label": "a", "label_en": "a", "holds": word} for word in ("cohort", "met"))


@pytest.mark.parametrize(("data", "said"), [
    ({"measure": "99", "step": [FIRST, LAST]}, "names a measure"),
    ({"measure": "7", "step": [FIRST, LAST]}, "does not count children"),
    ({"measure": "14", "step": [LAST, FIRST]}, "the first step is the cohort"),
    ({"measure": "14", "step": [FIRST, {**FIRST, "holds": "full"}, LAST]}, "unknown word"),
    ({"measure": "14", "step": [FIRST, {**FIRST, "holds": ["run", "rm"]}, LAST]}, "unknown word"),
    ({"measure": "14", "step": [FIRST, {**FIRST, "holds": ["empty", "nickname"]}, LAST]}, "no column"),
    ({"measure": "14", "step": [FIRST, {"label": "a", "holds": True}, LAST]}, "label_en")])
def test_a_cascade_with_a_wrong_word_is_ours_to_mend(data: dict[str, Any], said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        read_cascade(Path("c.toml"), data)
