"""Pages ask the database a fixed number of questions, however many children they show."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.delivery.models import Activity

PAGES = {"/tong-quan/": 48, "/so-vua-doi/?ngay=30": 40, "/chi-tieu/5b/": 51,
         "/chi-tieu/23/?danh-sach=counted": 50, "/tre-em/": 20, "/so-ho/moi-thon/": 40,
         "/bao-ve/quyen-loi/": 50, "/bao-ve/cham-soc-thay-the/": 40, "/bao-ve/nguy-co/": 40,
         "/tre-em/?q=duc": 21, "/suc-khoe/can-do-nhieu/": 24, "/truong-hoc/ket-qua-lop/": 20, "/hoat-dong/": 16,
         "/ke-hoach/": 24, "/ke-hoach/giao/": 18, "/ke-hoach/ngay-nghi/": 14, "/bao-ve/danh-ba/": 16,
         "/tre-em/dia-ban/": 18, "/bao-ve/vu-viec/?nam=2025": 30}
"""The most each may ask; a question for every row would be hundreds. The overview asks a dozen for what is urgent in
protection, however many cases there are."""


def asked(client: Any, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as found:
        client.get(address)
    return len(found)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_no_question_for_each_row(client_of: Callable[[str], Any], address: str) -> None:
    assert asked(client_of("child_officer"), address) <= PAGES[address]


def test_the_roll_asks_no_question_for_each_child(client_of: Callable[[str], Any]) -> None:
    activity = Activity.objects.order_by("held_on", "pk").last()
    assert activity and asked(client_of("child_officer"), f"/hoat-dong/{activity.pk}/diem-danh/") <= 30
