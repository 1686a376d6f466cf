"""The checklist of whole development and line 2 say the same of every child, one by one."""
from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.education.models import Enrolment
from mangnon.health.models import Dose, Measurement
from mangnon.indicators import live
from mangnon.indicators.development import checklists
from mangnon.indicators.period import Period
from mangnon.intake.actions import import_folder
from mangnon.places.models import Unit
from mangnon.protection.models import Service
from mangnon.registry.models import Child, Residence
from tests.conftest import DATA, TODAY

WORKED = DATA / "worked"


def test_the_checklist_of_every_child_of_the_worked_sample_is_the_figure(db: None) -> None:
    import_folder(WORKED, by="test")
    outbox.process()
    answers = json.loads((WORKED / "answers.json").read_text(encoding="utf-8"))["answers"]
    for expected in answers:
        day = dt.date.fromisoformat(expected["as_of"])
        line = next(m for m in expected["measures"] if m["measure"] == "2")
        ids = live.ask_children("2", unit=expected["unit"], year=expected["year"], as_of=day, borders=None, by="test")
        children = Child.objects.filter(exchange_id__in=[*ids["counted"], *ids["missing"]])
        found = checklists(list(children), Period.of(expected["year"], day))
        assert (sum(one.whole for one in found), len(found)) == (line["numerator"], line["denominator"])
        assert {one.child.exchange_id for one in found if one.whole} == set(ids["counted"])


def test_every_child_of_the_demonstration_as_well(db: None) -> None:
    outbox.process()
    for year in (2025, 2026):
        ids = live.ask_children("2", unit="15892", year=year, as_of=TODAY, borders=None, by="test")
        children = Child.objects.filter(exchange_id__in=[*ids["counted"], *ids["missing"]])
        found = checklists(list(children), Period.of(year, TODAY))
        assert len(found) > 50
        assert {one.child.exchange_id for one in found if one.whole} == set(ids["counted"])


@pytest.fixture
def child(db: None) -> Child:
    made = records.create(Child, by="test", full_name="Trịnh Hoẵng Thử", sex="male", born_on=dt.date(2024, 2, 1))
    records.create(Residence, by="test", child=made, unit=Unit.objects.get(name="Thôn 3"), from_on=made.born_on)
    outbox.process()
    return made


def panel(client: Any, child: Child) -> str:
    return str(client.get(reverse("indicators:development-panel", args=[child.pk])).content.decode())


def test_a_child_under_three_needs_health_and_nutrition(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    page = panel(officer, child)
    assert "còn thiếu 2 phần" in page and page.count("cần, chưa có") == 2 and page.count("chưa ghi</span>") == 4
    assert reverse("health:can-do-add", args=[child.pk]) in page
    records.create(Dose, by="test", child=child, vaccine="MR", given_on=dt.date(2026, 5, 1))
    assert "còn thiếu 1 phần" in panel(officer, child)
    records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 6, 1), weight_kg=12)
    assert "đủ các phần dòng 2 cần" in panel(officer, child)


def test_from_three_on_schooling_counts_and_dropping_out_is_none(client_of: Callable[[str], Any],
                                                                child: Child) -> None:
    officer = client_of("child_officer")
    Child.objects.filter(pk=child.pk).update(born_on=dt.date(2023, 11, 23))
    records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 6, 1), weight_kg=12)
    assert "còn thiếu 1 phần" in panel(officer, child) and "Từ 36 tháng" in panel(officer, child)
    row = records.create(Enrolment, by="test", child=child, school_year="2026-2027", grade="MG3",
                         entered_on=dt.date(2026, 9, 5), outcome="dropped_out")
    assert "còn thiếu 1 phần" in panel(officer, child)
    records.correct(row, by="test", outcome="")
    assert "đủ các phần dòng 2 cần" in panel(officer, child)
    Child.objects.filter(pk=child.pk).update(born_on=dt.date(2023, 11, 24))
    assert "Dưới 36 tháng" in panel(officer, child) and "đủ các phần dòng 2 cần" in panel(officer, child)


def test_who_may_not_read_a_field_is_told_nothing_of_it(client_of: Callable[[str], Any], child: Child) -> None:
    records.create(Service, by="test", child=child, field="protection", received_on=dt.date(2026, 6, 1))
    officer, collaborator = panel(client_of("child_officer"), child), panel(client_of("collaborator"), child)
    assert "Bảo vệ" in officer and "Phúc lợi" in officer
    assert "Bảo vệ" not in collaborator and "Phúc lợi" not in collaborator and "còn thiếu 2 phần" in collaborator


def test_the_page_of_a_thon_tells_no_sum_over_a_closed_field(client_of: Callable[[str], Any], child: Child) -> None:
    """The health station reads no schooling: of those from 36 months on it is told neither sum nor order."""
    older = records.create(Child, by="test", full_name="Vưu Ngoạn Thử", sex="female", born_on=dt.date(2021, 2, 1))
    records.create(Residence, by="test", child=older, unit=Unit.objects.get(name="Thôn 3"), from_on=older.born_on)
    for one in (child, older):
        records.create(Measurement, by="test", child=one, measured_on=dt.date(2026, 6, 1), weight_kg=12)
    records.create(Enrolment, by="test", child=older, school_year="2026-2027", grade="MG3",
                   entered_on=dt.date(2026, 9, 5))
    outbox.process()
    url = reverse("indicators:development") + f"?thon={Unit.objects.get(name='Thôn 3').pk}"

    def row(role: str, whose: Child) -> str:
        page = client_of(role).get(url).content.decode()
        found = page.partition(f">{whose}</a>")[2].partition("</tr>")[0]
        return found.partition('data-label="Dòng 2">')[2].partition("</td>")[0]

    assert "đủ" in row("child_officer", older) and "đủ" in row("child_officer", child)
    assert "đủ" in row("health_worker", child) and "đủ" in row("collaborator", older)
    hers = row("health_worker", older)
    assert "đủ" not in hers and "thiếu" not in hers and "–" in hers
    page = client_of("health_worker").get(url).content.decode()
    assert "trẻ đủ phần dòng 2 cần" not in page and "Thôn 3: sáu lĩnh vực của" in page
    assert "Có phần bạn không xem được" in page


def test_those_who_lack_something_stand_before_everybody_else_of_any_age(
        client_of: Callable[[str], Any], child: Child) -> None:
    older = records.create(Child, by="test", full_name="Vưu Ngoạn Thử", sex="female", born_on=dt.date(2021, 2, 1))
    records.create(Residence, by="test", child=older, unit=Unit.objects.get(name="Thôn 3"), from_on=older.born_on)
    outbox.process()
    page = client_of("child_officer").get(
        reverse("indicators:development") + f"?thon={Unit.objects.get(name='Thôn 3').pk}").content.decode()
    states = re.findall(r'data-label="Dòng 2">.*?(đủ|thiếu)\s*<', page, re.S)
    assert states.count("thiếu") >= 2 and states.count("đủ") >= 2
    assert states == ["thiếu"] * states.count("thiếu") + ["đủ"] * states.count("đủ")
    first = page[:page.index("<caption>Dưới 36 tháng")]
    assert str(child) in first and str(older) in first
    hers = client_of("health_worker").get(
        reverse("indicators:development") + f"?thon={Unit.objects.get(name='Thôn 3').pk}").content.decode()
    assert str(older) not in hers[:hers.index("<caption>Từ 36 tháng")], "no order over a closed field"


def test_a_service_is_named_only_to_who_reads_support(client_of: Callable[[str], Any], child: Child) -> None:
    records.create(Service, by="test", child=child, field="health", received_on=dt.date(2026, 6, 1))
    records.create(Dose, by="test", child=child, vaccine="MR", given_on=dt.date(2026, 5, 1))
    url = reverse("indicators:development") + f"?thon={Unit.objects.get(name='Thôn 3').pk}"
    for role, told in (("child_officer", True), ("collaborator", False)):
        mine = client_of(role).get(url).content.decode().partition(f">{child}</a>")[2].partition("</tr>")[0]
        assert "tiêm chủng" in mine and ("dịch vụ" in mine) is told
        assert ("dịch vụ" in panel(client_of(role), child)) is told


def test_the_page_of_a_thon_asks_the_register_once_a_permission(client_of: Callable[[str], Any], child: Child,
                                                               django_assert_max_num_queries: Any) -> None:
    client, url = client_of("collaborator"), reverse("indicators:development")
    total = client.get(url).context["total"]
    with django_assert_max_num_queries(1000) as asked:
        client.get(url)
    assert total > 10
    of_one = [q for q in asked.captured_queries if '"registry_child"."id" = ' in q["sql"]]
    assert len(of_one) < 3


def test_the_page_of_a_thon_adds_up_to_its_figure(client_of: Callable[[str], Any], child: Child) -> None:
    client, village = client_of("child_officer"), Unit.objects.get(name="Thôn 3")
    page = client.get(reverse("indicators:development") + f"?thon={village.pk}").content.decode()
    figure = live.ask_children("2", unit=village.code, year=2026, as_of=TODAY, borders=None, by="test")
    counted, missing = len(figure["counted"]), len(figure["missing"])
    assert f"Thôn 3: {counted} trong {counted + missing} trẻ đủ" in page
    assert page.count('<th scope="row">') == counted + missing and str(child) in page
    assert "Dưới 36 tháng" in page and "Từ 36 tháng" in page
    assert reverse("indicators:development") in client.get("/chi-tieu/2/").content.decode()
