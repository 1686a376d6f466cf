"""HIV from mother to child: three numbers a year from the health station, corrected with a history, nobody named."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import outbox
from mangnon.plan.models import Declared, Plan
from mangnon.protection.models import HivPending
from mangnon.registry.models import Child

from .test_incident_forms import words

pytestmark = pytest.mark.django_db
TYPED = {"year": "2024", "denominator": "4", "numerator": "1", "waiting": "2", "document": "05/BC-TYT"}


@pytest.fixture
def station(client_of: Callable[[str], Any]) -> Any:
    Declared.objects.filter(measure="6").delete()
    HivPending.objects.all().delete()
    return client_of("health_worker")


def test_the_station_declares_corrects_and_sees_what_was(station: Any) -> None:
    add = reverse("protection:hiv-add")
    assert station.post(add, TYPED | {"numerator": "5"}).status_code == 422
    assert station.post(add, TYPED | {"year": "2027"}).status_code == 422
    assert station.post(add, TYPED).status_code == 302
    row = Declared.objects.get(measure="6")
    assert (row.unit, row.year, row.numerator, row.denominator) == (Plan.objects.get().unit, 2024, 1, 4)
    assert "2024 4 1 2 05/BC-TYT" in words(station.get(reverse("protection:hiv")))
    twice = station.post(add, TYPED)
    assert twice.status_code == 422 and "Năm ấy đã khai" in words(twice)
    edit = reverse("protection:hiv-year", args=[2024])
    stamp = re.findall(r'name="dau" value="(\d+)"', station.get(edit).content.decode())
    assert station.post(edit, TYPED | {"dau": stamp, "denominator": "5", "waiting": ""}).status_code == 302
    row.refresh_from_db()
    assert row.denominator == 5 and HivPending.objects.get().waiting is None
    assert "2024 5 1 chưa rõ" in words(station.get(reverse("protection:hiv")))
    told = words(station.get(reverse("protection:hiv-history", args=[2024])))
    assert "Mẫu số: 4 → 5" in told and "Trẻ chưa có kết quả: 2 →" in told, told[250:900]


def test_there_is_a_way_to_it_and_no_name_on_it(station: Any, client_of: Callable[[str], Any]) -> None:
    url = reverse("protection:hiv")
    assert url in station.get(reverse("indicators:measure", args=["6"])).content.decode()
    assert url in station.get(reverse("indicators:mine")).content.decode()
    station.post(reverse("protection:hiv-add"), TYPED)
    page = station.get(url).content.decode()
    assert not [child for child in Child.objects.exclude(full_name="") if child.full_name in page]
    assert not {f.name for f in HivPending._meta.get_fields()} & {"child", "full_name", "mother_name"}
    for role in ("collaborator", "teacher", "board_member", "chairman", "justice"):
        assert client_of(role).get(url).status_code == 404


def test_small_numbers_are_told_to_nobody_who_may_not_know(station: Any, client_of: Callable[[str], Any]) -> None:
    station.post(reverse("protection:hiv-add"), TYPED | {"year": "2025", "denominator": "7"})
    outbox.process()
    board = words(client_of("board_member").get(reverse("indicators:measure", args=["6"]) + "?nam=2025"))
    chair = words(client_of("chairman").get(reverse("indicators:measure", args=["6"]) + "?nam=2025"))
    assert "14,3%" in chair, chair[250:1500]
    assert "14,3%" not in board and "1/7" not in board
