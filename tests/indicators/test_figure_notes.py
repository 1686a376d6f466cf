"""Beside a figure stands what it does not say: points nobody looked at, children not found, children still called."""
from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.health.models import Dose
from mangnon.places.models import Facility, FacilityCheck, Unit
from mangnon.plan.models import Reading
from mangnon.protection.disaster_actions import strike, write_line
from mangnon.protection.models import Disaster, DisasterLine
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY


def block(client: Any, address: str) -> str:
    """The figure block of a line's page, in words."""
    response = client.get(address)
    assert response.status_code == 200
    found = re.search(r"<h2[^>]*>Số liệu</h2>(.*?)</section>", response.content.decode(), re.S)
    assert found
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def points() -> list[Facility]:
    """Three play points, all looked at in the year and in use; others are gone."""
    for row in FacilityCheck.objects.filter(facility__kind="play_point"):
        records.remove(row, by="test", reason="thử")
    for row in Facility.objects.filter(kind="play_point"):
        records.correct(row, by="test", closed_on=dt.date(2020, 1, 1))
    made = []
    for name in ("Sân Một", "Sân Hai", "Sân Ba"):
        point = records.create(Facility, by="test", name=name, kind="play_point", unit=Unit.objects.get(name="Thôn 3"),
                               opened_on=dt.date(2022, 1, 1))
        records.create(FacilityCheck, by="test", facility=point, year=2026, operating=True)
        made.append(point)
    outbox.process()
    return made


def test_points_nobody_looked_at_are_numbered_beside_line_21(db: None, client_of: Callable[[str], Any]) -> None:
    one, two, _three = points()
    chairman, page = client_of("chairman"), "/chi-tieu/21/"
    assert "3/3" in block(chairman, page) and "Điểm nào cũng đã có người xem" in block(chairman, page)
    records.correct(one.checks.get(), by="test", operating=None)
    records.remove(two.checks.get(), by="test", reason="thử")
    outbox.process()
    assert "3/3" in block(chairman, page), "the count stays as measures.md has it"
    assert "Trong số duy trì có 2 điểm chưa ai xem trong năm." in block(chairman, page)
    assert "chưa ai xem" not in block(chairman, page + f"?dia-ban={Unit.objects.get(name='Thôn 5').pk}")
    records.create(Reading, by="test", name="unchecked_play_point_counts", value=False, decided_by="x",
                   decided_on=TODAY, decision="x")
    outbox.process()
    assert "1/3" in block(chairman, page)
    assert "Trong số chưa đạt có 2 điểm chưa ai xem trong năm." in block(chairman, page)


@pytest.fixture
def storm(db: None) -> Disaster:
    DisasterLine.objects.all().delete()
    Disaster.objects.all().delete()
    return strike(None, [Unit.objects.get(name="Thôn 3")], by="test", name="Bão số 9", kind="storm",
                  occurred_on=dt.date(2026, 11, 10))


def test_children_not_found_stand_beside_line_12_and_on_the_overview(
        storm: Disaster, client_of: Callable[[str], Any]) -> None:
    officer = client_of("child_officer")
    page = officer.get("/chi-tieu/12/").content.decode()
    link = re.search(r'<a href="([^"]+)">(\d+) em của ngày thiên tai Bão số 9', page)
    assert link
    left = int(link[2])
    assert left > 3 and officer.get(link[1]).context["left"] == left
    board = officer.get("/tong-quan/").content.decode()
    assert f'<a href="{link[1]}">{left} em chưa thấy</a>' in board
    homes = Residence.objects.on(storm.occurred_on).filter(unit__name="Thôn 3").values("child")
    found = Child.objects.filter(pk__in=homes, born_on__year__gte=2016, died_on=None).first()
    assert found
    write_line(storm, found, None, by="test", checked=True, safe=True,
               found_at=dt.datetime(2026, 11, 10, 5, tzinfo=dt.UTC))
    assert f"{left - 1} em của ngày thiên tai" in block(officer, "/chi-tieu/12/")
    assert "chưa thấy" not in block(officer, "/chi-tieu/12/?nam=2025")
    assert "chưa thấy" not in block(officer, f"/chi-tieu/12/?dia-ban={Unit.objects.get(name='Thôn 5').pk}")


def test_only_who_sees_exact_figures_is_told_how_many_are_not_found(
        storm: Disaster, client_of: Callable[[str], Any]) -> None:
    for role, told, linked in (("chairman", True, True), ("inspector", True, False), ("board_member", False, False),
                               ("collaborator", False, False), ("health_worker", False, False)):
        for address in ("/chi-tieu/12/", "/tong-quan/"):
            page = client_of(role).get(address).content.decode()
            assert ("em chưa thấy" in page or "Bão số 9" in page) is told, (role, address)
            assert (str(storm.pk) in page) is linked, (role, address)


def test_who_is_complete_and_called_all_the_same_is_numbered_beside_line_5b(
        db: None, client_of: Callable[[str], Any]) -> None:
    """Doses as many as the line asks for, the later ones so close together that the schedule does not take them."""
    officer = client_of("child_officer")

    def said() -> int:
        found = re.search(r"Trong số đã đủ có (\d+) em mà lịch tiêm", block(officer, "/chi-tieu/5b/"))
        return int(found[1]) if found else 0

    before, born = said(), dt.date(2025, 12, 3)
    child = records.create(Child, by="test", full_name="Xuyến Quỳ Oanh", sex="female", born_on=born)
    records.create(Residence, by="test", child=child, unit=Unit.objects.get(name="Thôn 3"), from_on=born)
    for vaccine, days in (("BCG", 1), ("HEPB0", 0), ("PENTA", 65), ("PENTA", 67), ("PENTA", 69), ("OPV", 65),
                          ("OPV", 95), ("OPV", 125), ("IPV", 155), ("MR", 280)):
        records.create(Dose, by="test", child=child, vaccine=vaccine, given_on=born + dt.timedelta(days=days))
    outbox.process()
    assert said() == before + 1
    text = block(officer, "/chi-tieu/5b/")
    assert "không xét tuổi tối thiểu và khoảng cách" in text
    assert "không xét tuổi tối thiểu và khoảng cách" in officer.get(
        reverse("health:doses-panel", args=[child.pk])).content.decode(), "as her own page says"
    assert "lịch tiêm đang gọi" not in block(officer, "/chi-tieu/5b/?nam=2025")
    assert "lịch tiêm đang gọi" not in client_of("board_member").get("/chi-tieu/5b/").content.decode()
