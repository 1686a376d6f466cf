"""What a child's page says, said in words."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from mangnon.core import records
from mangnon.protection.models import AtRisk
from mangnon.registry.models import Child
from tests.conftest import TODAY


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_a_sign_of_risk_is_said_in_words_whether_it_came_as_a_code_or_not(client_of: Callable[[str], Any]) -> None:
    child = Child.objects.resident_on(TODAY).order_by("pk")[0]
    for sign in ("cha-me-di-lam-xa", "bỏ bữa"):
        records.create(AtRisk, by="test", child=child, sign=sign, from_on=TODAY)
    text = words(client_of("child_officer").get(reverse("protection:panel", args=[child.pk])))
    assert "Nguy cơ cha mẹ đi làm xa" in text and "Nguy cơ bỏ bữa" in text and "cha-me" not in text
    assert not AtRisk.objects.filter(sign__contains="-").exclude(child=child).exists(), "the demonstration writes words"


def test_a_missing_dose_says_how_late_it_is_and_ends_once(client_of: Callable[[str], Any]) -> None:
    child = records.create(Child, by="test", full_name="Trịnh Thị Thử", sex="female", born_on=dt.date(2019, 3, 1),
                           born_precision="day")
    text = words(client_of("child_officer").get(reverse("health:doses-panel", args=[child.pk])))
    assert "1 mũi quá hạn" in text and "quá hạn 84 ngày" in text and "…." not in text and ".." not in text
