"""What moved the figures lately: known then, known now, and by which event; sealed lines by numbers only."""
from __future__ import annotations

import datetime as dt
import random
import re
from collections import defaultdict
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db.models import Sum

from mangnon.core import outbox, records
from mangnon.core.periods import birthday
from mangnon.health.models import Dose
from mangnon.indicators import facts, following
from mangnon.indicators.live import plan_in_use
from mangnon.indicators.models import Counted, Fact, FactChange
from mangnon.indicators.reading_facts import FactBook
from mangnon.indicators.territory import UnitRow
from mangnon.indicators.vocabulary import definitions
from mangnon.places.models import Facility, FacilityCheck, Unit
from mangnon.plan.models import Declared
from mangnon.protection.models import Incident
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY
from tests.indicators.test_following import edit


def told() -> dict[tuple[str, int], tuple[int, int, int]]:
    """The sum of all that was kept, figure by figure."""
    found: dict[tuple[str, int], tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for row in FactChange.objects.all():
        n, d, u = found[row.measure, row.year]
        found[row.measure, row.year] = (n + row.numerator, d + row.denominator, u + row.unknown)
    return dict(found)


def known() -> dict[tuple[str, int], tuple[int, int, int]]:
    """The figures as every page reads them; of a line that shows no whole, the whole its cells hold."""
    plan = plan_in_use()
    assert plan and plan.unit
    unit = next(row for row in _units() if row.unit == str(plan.unit_id))
    book = FactBook(plan, unit, TODAY)
    found = {}
    for year in book.years:
        for measure in plan.document.measures:
            figure = book.figure(measure.code, year)
            whole = _whole(book, measure.code, year) if figure.denominator is None else figure.denominator
            found[measure.code, year] = (figure.numerator, whole, figure.unknown)
    return found


def _whole(book: FactBook, code: str, year: int) -> int:
    """What a line that shows no whole is counted out of, summed from its cells; of a declared one there is none."""
    assert definitions()[code].count == "declared" or not definitions()[code].denominator
    rows = Fact.objects.filter(measure=code, period=year, whole=False, place__in=book.territory.below(
        book.unit.unit, book.borders_on(year)))
    return rows.aggregate(sum=Sum("denominator"))["sum"] or 0


def _units() -> list[UnitRow]:
    from mangnon.indicators.answers import territory_of
    from mangnon.indicators.live import ask_live

    return list(territory_of(ask_live).units.values())


def same(kept: dict[Any, Any], figures: dict[Any, Any]) -> bool:
    """Whether all three numbers of every figure are kept, a whole that is not shown and a true 0 among them."""
    years = {year for _code, year in figures}
    assert {key for key, numbers in kept.items() if key[1] in years and any(numbers)} <= figures.keys()
    wrong = {key: (kept.get(key, (0, 0, 0)), numbers) for key, numbers in figures.items()
             if kept.get(key, (0, 0, 0)) != numbers}
    assert wrong == {}
    return True


def test_a_wrong_whole_is_noticed_of_every_line(two_years: None) -> None:
    """What the helper of the tests below is for: also where a line shows no whole, or its whole is 0."""
    figures = known()
    shown = {code for code, _year in figures if definitions()[code].count != "declared"}
    assert {code for code in shown if not definitions()[code].denominator} and any(
        numbers[1] == 0 for numbers in figures.values())
    for key, numbers in figures.items():
        with pytest.raises(AssertionError):
            same(figures | {key: (numbers[0], numbers[1] + 1, numbers[2])}, figures)


@pytest.fixture
def two_years(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the running year and the one before are counted, which takes a third of the time."""
    monkeypatch.setattr(facts, "FIRST_YEAR", 2025)
    Counted.objects.filter(period__lt=2025).delete()
    facts.ensure(TODAY)


def test_what_is_kept_adds_up_to_the_figures(two_years: None) -> None:
    rng, before = random.Random(11), FactChange.objects.count()
    assert same(told(), known())
    for _ in range(12):
        try:
            edit(rng)
        except Exception as error:
            assert type(error).__name__ == "ValidationError"
        outbox.process()
    assert FactChange.objects.count() > before and same(told(), known())


@pytest.mark.parametrize("many", [False, True])
def test_whatever_is_counted_anew_is_kept_as_well(
        two_years: None, monkeypatch: pytest.MonkeyPatch, *, many: bool) -> None:
    """A list of most children: by name, or (a large register) by the sums alone."""
    monkeypatch.setattr(following, "FEW", 20)
    if many:
        monkeypatch.setattr("mangnon.indicators.changes.FEW", 20)
    start, last = known()["14", 2026], FactChange.objects.order_by("pk").last()
    for child in Child.objects.exclude(birth_registered_on=None):
        records.correct(child, by="test", birth_registered_on=None)
    outbox.process()
    assert not Counted.objects.exists()
    facts.ensure(TODAY)
    rows = FactChange.objects.filter(pk__gt=last.pk if last else 0, measure="14", year=2026)
    assert start[0] > 3 and sum(row.numerator for row in rows) == -start[0]
    assert {row.child is None for row in rows} == {many} and (len(rows) == 1) is many
    assert same(told(), known())


def test_a_declared_figure_is_kept(two_years: None) -> None:
    before = known()["6", 2026]
    Declared.objects.filter(measure="6").delete()
    records.create(Declared, by="test", unit=Unit.objects.get(pk=plan_in_use().unit_id), measure="6", year=2026,  # type: ignore[union-attr]
                   numerator=1, denominator=8)
    outbox.process()
    assert same(told(), known()) and known()["6", 2026] == (1, 8, 0) != before
    row = FactChange.objects.order_by("pk").last()
    assert row and row.measure == "6" and row.cause == "edit" and row.sources[0][0] == "plan.Declared"


def test_days_before_a_list_are_not_taken_for_the_list(two_years: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from mangnon.core import clock

    last = FactChange.objects.order_by("pk").last()
    monkeypatch.setattr(clock, "today", lambda: TODAY + dt.timedelta(days=20))
    child = Child.objects.resident_on(TODAY).filter(born_on__year=2024).exclude(birth_registered_on=None)[0]
    records.correct(child, by="test", birth_registered_on=None)
    outbox.add("*")
    outbox.process()
    rows = FactChange.objects.filter(pk__gt=last.pk if last else 0, measure="14", year=2026)
    assert [row.child for row in rows if row.cause == "list"] == [child.pk]
    assert {row.cause for row in rows} == {"list", "day"}


def test_days_that_pass_are_told_as_such(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.ensure(TODAY)
    later = TODAY + dt.timedelta(days=20)
    last = FactChange.objects.order_by("pk").last()
    facts.ensure(later)
    rows = list(FactChange.objects.filter(pk__gt=last.pk if last else 0))
    assert rows and {row.cause for row in rows} == {"day"} and {row.since for row in rows} == {TODAY}
    gone = {row.child for row in rows if row.measure == "14" and row.was and not row.now}
    turned = {child.pk for child in Child.objects.resident_on(TODAY).filter(died_on=None, born_precision="day")
              if TODAY < birthday(child.born_on, 5) <= later}
    assert turned and turned <= gone


PAGE = "/so-vua-doi/"


def plain(response: Any) -> str:
    """A page's words without its marks."""
    assert response.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def part(response: Any, code: str) -> str:
    """One line's card of the page, in words."""
    found = re.search(rf'<section[^>]* id="dong-{code}">(.*?)</section>', response.content.decode(), re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


@pytest.fixture
def infant(db: None) -> Child:
    """Eight months old, of Thôn 3, with every dose that line 5b asks of her but the last."""
    facts.ensure(TODAY)
    child = records.create(Child, by="test", full_name="Xuyến Quỳ Oanh", sex="female", born_on=dt.date(2026, 3, 2),
                           birth_registered_on=dt.date(2026, 3, 9))
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=child.born_on)
    outbox.process()
    return child


def test_a_born_child_and_her_certificate_are_told_and_taken_back(
        infant: Child, client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    n, d, _unknown = known()["14", 2026]
    born = part(officer.get(PAGE), "14")
    assert "Xuyến Quỳ Oanh" in born and "vào diện đếm: đã đủ" in born and "ghi em vào sổ" in born
    assert "chuyển đến" not in born, "where she was born is no move"
    assert f"{n - 1}/{d - 1}" in born and f"{n}/{d}" in born
    assert f'href="{infant.get_absolute_url()}"' in officer.get(PAGE).content.decode()
    records.correct(infant, by="test", birth_registered_on=None)
    outbox.process()
    lost = part(officer.get(PAGE), "14")
    assert "đã đủ → chưa đủ" in lost and "ghi ngày đăng ký khai sinh" in lost and f"{n - 1}/{d}" in lost


def test_a_dose_moves_a_line_and_taking_it_out_moves_it_back(
        infant: Child, client_of: Callable[[str], Any]) -> None:
    officer, asked = client_of("child_officer"), known()["5b", 2026]
    given = []
    for vaccine, month in (("BCG", 3), ("HEPB0", 3), ("PENTA", 5), ("PENTA", 6), ("PENTA", 7), ("OPV", 5), ("OPV", 6),
                           ("OPV", 7), ("IPV", 8)):
        given.append(records.create(Dose, by="test", child=infant, vaccine=vaccine, given_on=dt.date(2026, month, 20)))
        outbox.process()
    full = known()["5b", 2026]
    assert full == (asked[0] + 1, asked[1], asked[2])
    page = part(officer.get(PAGE), "5b")
    assert "Xuyến Quỳ Oanh" in page and "chưa đủ → đã đủ" in page and "ghi mũi tiêm" in page
    assert f"{full[0]}/{full[1]}" in page
    records.remove(given[2], by="test", reason="ghi nhầm em")
    outbox.process()
    assert known()["5b", 2026] == asked
    back = part(officer.get(PAGE), "5b")
    assert "đã đủ → chưa đủ" in back and "gỡ mũi tiêm" in back and "chưa đủ → đã đủ" in back


def test_the_board_counts_the_lines_that_moved(infant: Child, client_of: Callable[[str], Any]) -> None:
    page = client_of("child_officer").get("/tong-quan/").content.decode()
    told = plain(client_of("child_officer").get("/tong-quan/"))
    n = int(re.search(r"7 ngày qua (\d+) dòng đổi số", told)[1])  # type: ignore[index]
    assert n > 1 and f'href="{PAGE}"' in page
    assert f"7 ngày qua: {n} dòng đổi số" in plain(client_of("child_officer").get(PAGE))
    assert "dòng đổi số" not in plain(client_of("collaborator").get("/tong-quan/"))


def test_sealed_lines_tell_numbers_and_keep_nobody(infant: Child, client_of: Callable[[str], Any]) -> None:
    n, d, _unknown = known()["9", 2026]
    records.create(Incident, by="test", child=infant, kind="abuse", detected_on=dt.date(2026, 11, 20), confirmed=True)
    outbox.process()
    assert known()["9", 2026][0] == n + 1
    page = part(client_of("child_officer").get(PAGE), "9")
    assert f"{n + 1}/{d}" in page and "Xuyến" not in page and "vụ việc" not in page and "chỉ nêu số" in page
    kept = FactChange.objects.filter(measure__in=["8a", "8b", "9", "10", "12", "13", "15"]).exclude(cause="start")
    assert kept and not any(row.subject or row.child or row.sources or row.now for row in kept)


def test_who_steers_sees_how_many_and_why_but_no_names(infant: Child, client_of: Callable[[str], Any]) -> None:
    for role in ("chairman", "inspector"):
        page = client_of(role).get(PAGE)
        assert "Xuyến" not in plain(page) and str(infant.pk) not in page.content.decode()
        assert "1 vào diện đếm: đã đủ ghi em vào sổ" in part(page, "14")
    for role in ("collaborator", "village_head", "teacher", "board_member"):
        assert client_of(role).get(PAGE).status_code == 404


def test_the_days_can_be_chosen(infant: Child, client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    FactChange.objects.exclude(cause="start").update(on=TODAY - dt.timedelta(days=12))
    assert "7 ngày qua: không dòng nào đổi số" in plain(officer.get(PAGE))
    assert "Xuyến Quỳ Oanh" in plain(officer.get(PAGE + "?ngay=30"))
    assert "Xuyến Quỳ Oanh" in plain(officer.get(PAGE + "?tu=1/11/2026"))
    assert "Xuyến Quỳ Oanh" not in plain(officer.get(PAGE + "?tu=12/11/2026"))
    wrong = officer.get(PAGE + "?tu=31/11/2026")
    assert wrong.status_code == 422 and 'value="31/11/2026"' in wrong.content.decode()
    ahead = officer.get(PAGE + "?tu=24/11/2026")
    assert ahead.status_code == 422 and "còn ở phía trước" in ahead.content.decode()


def test_time_says_which_age_was_reached(infant: Child, client_of: Callable[[str], Any],
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    from mangnon.core import clock

    records.correct(infant, by="test", born_on=dt.date(2021, 11, 26), birth_registered_on=dt.date(2021, 12, 1))
    outbox.process()
    later = TODAY + dt.timedelta(days=5)
    monkeypatch.setattr(clock, "today", lambda: later)
    page = part(client_of("child_officer").get(PAGE), "14")
    assert "ra khỏi diện đếm (trước: đã đủ) đủ 5 tuổi ngày 26/11 (chỉ vì ngày trôi qua)" in page


def test_a_child_who_moves_in_later_is_told_as_moving(db: None, client_of: Callable[[str], Any]) -> None:
    facts.ensure(TODAY)
    child = records.create(Child, by="test", full_name="Xuyến Quỳ Ân", sex="male", born_on=dt.date(2025, 3, 2))
    thon = Unit.objects.get(name="Thôn 3")
    records.create(Residence, by="test", child=child, unit=thon, from_on=dt.date(2026, 11, 2))
    outbox.process()
    assert "Xuyến Quỳ Ân" in (told := part(client_of("child_officer").get(PAGE), "14"))
    assert "ghi em vào sổ; chuyển đến" in told
    records.create(Child, by="test", full_name="Xuyến Quỳ Sinh", sex="male", born_on=TODAY)
    newborn = Child.objects.get(full_name="Xuyến Quỳ Sinh")
    records.create(Residence, by="test", child=newborn, unit=thon, from_on=TODAY)
    outbox.process()
    told = part(client_of("child_officer").get(PAGE), "14")
    row = re.search(r"Xuyến Quỳ Sinh .*?vào diện đếm: chưa đủ (.*?) \d", told)
    assert row and row[1] == "mới sinh, ghi vào sổ"


def test_a_row_whose_day_comes_is_the_reason_not_the_passing_of_days(
        infant: Child, client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate, the last dose, a birth and a move that are dated tomorrow and the day after."""
    from mangnon.core import clock

    thon, soon, later = Unit.objects.get(name="Thôn 3"), dt.date(2026, 11, 24), dt.date(2026, 11, 25)
    records.correct(infant, by="test", birth_registered_on=soon)
    for vaccine, month in (("BCG", 3), ("PENTA", 5), ("PENTA", 6), ("PENTA", 7), ("OPV", 5), ("OPV", 6)):
        records.create(Dose, by="test", child=infant, vaccine=vaccine, given_on=dt.date(2026, month, 20))
    records.create(Dose, by="test", child=infant, vaccine="OPV", given_on=later)
    born = records.create(Child, by="test", full_name="Xuyến Quỳ Mai", sex="female", born_on=later)
    records.create(Residence, by="test", child=born, unit=thon, from_on=later)
    moving = records.create(Child, by="test", full_name="Xuyến Quỳ Đến", sex="female", born_on=dt.date(2024, 5, 6))
    records.create(Residence, by="test", child=moving, unit=thon, from_on=later)
    outbox.process()
    FactChange.objects.exclude(cause="start").update(on=TODAY - dt.timedelta(days=30))
    monkeypatch.setattr(clock, "today", lambda: later)
    page = client_of("child_officer").get(PAGE)
    assert "Xuyến Quỳ Oanh" in part(page, "14")
    assert "chưa đủ → đã đủ đăng ký khai sinh ngày 24/11, vừa đến ngày" in part(page, "14")
    assert "chưa đủ → đã đủ mũi tiêm ngày 25/11, vừa đến ngày" in part(page, "5b")
    assert "vào diện đếm: chưa đủ sinh ngày 25/11" in part(page, "14")
    assert "vào diện đếm: chưa đủ chuyển đến ngày 25/11" in part(page, "14")
    for role in ("chairman", "inspector"):
        steers = client_of(role).get(PAGE)
        assert "Xuyến" not in plain(steers)
        assert "1 chưa đủ → đã đủ đăng ký khai sinh vừa đến ngày" in part(steers, "14")
        assert "1 vào diện đếm: chưa đủ mới sinh" in part(steers, "14")
        assert "1 vào diện đếm: chưa đủ chuyển đến" in part(steers, "14")
        assert "1 chưa đủ → đã đủ mũi tiêm vừa đến ngày" in part(steers, "5b")


def test_children_that_injuries_are_counted_out_of_are_named(
        infant: Child, client_of: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Of lines 11a and 11b a child is only counted out of; an accident itself leads to its child."""
    from mangnon.core import clock

    page = client_of("child_officer").get(PAGE)
    assert "Xuyến Quỳ Oanh" in part(page, "11a") and "thêm vào tổng số" in part(page, "11a")
    assert "không còn trong phạm vi" not in plain(page)
    soon = TODAY + dt.timedelta(days=1)
    records.create(Incident, by="test", child=infant, kind="injury", occurred_on=soon, detected_on=soon, fatal=True)
    other = records.create(Child, by="test", full_name="Xuyến Quỳ Hai", sex="female", born_on=dt.date(2026, 3, 2))
    records.create(Residence, by="test", child=other, unit=Unit.objects.get(name="Thôn 3"), from_on=other.born_on)
    outbox.process()
    kept = FactChange.objects.get(measure="11b", year=2026, subject=other.pk)
    assert kept.child == other.pk
    monkeypatch.setattr(clock, "today", lambda: soon)
    page = client_of("child_officer").get(PAGE)
    for code in ("11a", "11b"):
        assert "Xuyến Quỳ Hai" in part(page, code)
        assert "thêm vào số được đếm tai nạn ngày 24/11, vừa đến ngày" in part(page, code)
    assert "không còn trong phạm vi" not in plain(page)


def test_a_school_is_named(db: None, client_of: Callable[[str], Any]) -> None:
    facts.ensure(TODAY)
    school = next(school for school in Facility.objects.schools().order_by("name")
                  if FacilityCheck.objects.filter(facility=school, sanitation=True).exists())
    for check in FacilityCheck.objects.filter(facility=school):
        records.correct(check, by="test", sanitation=False)
    outbox.process()
    page = part(client_of("chairman").get(PAGE), "7")
    assert school.name in page and "sửa kiểm tra cơ sở" in page


def test_a_register_counted_before_this_was_kept_begins_with_its_figures(db: None) -> None:
    """Rows of an edit, or of a day, that came before the first whole count are a part of the figure, not all of it."""
    facts.ensure(TODAY)
    FactChange.objects.filter(cause="start").delete()
    child = Child.objects.resident_on(TODAY).filter(born_on__year=2025, born_precision="day").in_name_order()[0]
    records.create(Dose, by="test", child=child, vaccine="JE", given_on=dt.date(2026, 11, 2))
    outbox.process()
    Counted.objects.all().delete()
    facts.ensure(TODAY)
    assert not FactChange.objects.filter(cause="recount").exists()
    assert FactChange.objects.filter(cause="start", year=2026, measure="5b").count() == 1
    assert same(told(), known())
