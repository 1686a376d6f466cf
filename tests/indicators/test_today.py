"""A collaborator's start page: the first visit open for recording, a slip asked about, sent twice and written once."""
from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mangnon.core import outbox, records
from mangnon.health.models import Dose, Measurement
from mangnon.health.oddity import Taken, calm_weights, gain_words
from mangnon.indicators import today_views
from mangnon.registry import tasks
from mangnon.registry.models import Carer, Child, ChildTask
from tests.conftest import TODAY

from .test_tasks import born, plain

MINE = reverse("indicators:mine")
QUIET = {"X-Hang-Doi": "1"}


@pytest.fixture(autouse=True)
def nothing_given(db: None) -> None:
    ChildTask.objects.all().delete()


def gave(child: Child, measure: str, days: int, part: str = "unknown", role: str = "collaborator") -> ChildTask:
    """Work due so many days from today."""
    return tasks.give(measure, {child.pk: (part, role)}, by="test", due_on=TODAY + dt.timedelta(days=days),
                      on=TODAY - dt.timedelta(days=30)).made[0]


@pytest.fixture
def hung(db: None) -> Child:
    """A girl of 21 months, 9,1 kg three months ago."""
    child = born("Xuyến Quỳ Hưng", "Thôn 3", dt.date(2025, 2, 10))
    records.create(Measurement, by="test", child=child, measured_on=dt.date(2026, 8, 20), weight_kg=Decimal("9.1"))
    records.create(Carer, by="test", child=child, full_name="Xuyến Quỳ Vân", relation="mother")
    return child


def door(task: ChildTask, what: str = "record") -> str:
    return reverse(f"indicators:task-{what}", args=[task.pk])


def weighed(task: ChildTask, kg: str, **more: str) -> dict[str, str]:
    return {"viec": "ghi", "dau": str(uuid.uuid4()), "weight_kg": kg, "height_cm": "", "measured_on": "23/11/2026",
            **more}


def card(page: Any) -> str:
    """The open card's words; of the whole page only what stands outside the cards that wait."""
    found = re.search(r'<section class="card stack-s" id="viec-dau".*?</section>', page.content.decode(), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def shown(page: Any) -> str:
    """The page without the cards that stand ready for a phone without network."""
    text = re.sub(r"<template.*?</template>|</?span[^>]*>", "", page.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_first_visit_is_open_and_the_others_follow_by_urgency(client_of: Callable[[str], Any], hung: Child) -> None:
    other, third, fourth = (born(f"Xuyến Quỳ {name}", "Thôn 3") for name in ("Bình", "Châu", "Dung"))
    gave(other, "14", 0, "missing")
    gave(hung, "4a", -12)
    gave(third, "5b", 4, "missing")
    gave(fourth, "5b", 40, "missing")
    page = client_of("collaborator").get(MINE)
    words = shown(page)
    assert "Hôm nay còn 2 việc" in words and "23/11, xong 0/2. 1 quá hẹn" in words
    first = card(page)
    assert "Cân: Xuyến Quỳ Hưng" in first and "21 tháng, con chị Xuyến Quỳ Vân." in first
    assert "Lần trước 9,1 kg (20/08)." in first and "Ghi và sang trẻ sau" in first
    assert "Chưa cân được: vắng, ốm, từ chối" in first
    for title in ("Hôm nay 1 Khai sinh: Xuyến Quỳ Bình", "Tuần này 1 Ghi mũi tiêm: Xuyến Quỳ Châu",
                  "Sau đó 1 Ghi mũi tiêm: Xuyến Quỳ Dung"):
        assert title in words
    assert f'<li class="task cho" data-task="{ChildTask.objects.get(child=other).pk}">' in page.content.decode()
    assert [entry["label"] for entry in page.context["thumb"]][:3] == ["Việc", "Trẻ", "Cân đo"]


def test_a_weight_is_written_and_the_next_visit_opens(client_of: Callable[[str], Any], hung: Child) -> None:
    other = born("Xuyến Quỳ Bình", "Thôn 3")
    task, after = gave(hung, "4a", -1), gave(other, "14", 0, "missing")
    client = client_of("collaborator")
    answer = client.post(door(task), weighed(task, "9,4"))
    assert answer.status_code == 302 and answer["Location"] == MINE
    assert Measurement.objects.get(child=hung, measured_on=TODAY).weight_kg == Decimal("9.4")
    # The register has not followed yet: what was just recorded is done already, and the next child stands open.
    page = client.get(MINE)
    assert "Hôm nay còn 1 việc" in shown(page) and "xong 1/2" in shown(page)
    assert "Khai sinh: Xuyến Quỳ Bình" in card(page) and "Đã ghi hôm nay 1" in shown(page)
    outbox.process()
    task.refresh_from_db()
    assert task.result == "done" and after.pk and "xong 1/2" in shown(client.get(MINE))


def test_the_same_record_sent_twice_is_written_once(client_of: Callable[[str], Any], hung: Child) -> None:
    task, client = gave(hung, "4a", 0), client_of("collaborator")
    typed = weighed(task, "9,4")
    assert client.post(door(task), typed, headers=QUIET).status_code == 204
    assert client.post(door(task), typed, headers=QUIET).status_code == 204
    outbox.process()
    task.refresh_from_db()
    assert not task.is_open
    # The task has ended, and the phone that never heard so sends once more.
    assert client.post(door(task), typed, headers=QUIET).status_code == 204
    assert Measurement.objects.filter(child=hung, measured_on=TODAY).count() == 1
    records.remove(Measurement.objects.get(pk=typed["dau"]), by="test", reason="ghi nhầm trẻ")
    assert client.post(door(task), typed, headers=QUIET).status_code == 204
    assert not Measurement.objects.filter(child=hung, measured_on=TODAY).exists()


def test_a_weight_that_comes_after_the_work_was_closed_is_still_written(client_of: Callable[[str], Any],
                                                                        hung: Child) -> None:
    task = gave(hung, "4a", 0)
    records.create(Measurement, by="test", child=hung, measured_on=TODAY, weight_kg=Decimal("9.4"))
    outbox.process()
    sent = client_of("collaborator").post(door(task), weighed(task, "9,3", measured_on="21/11/2026"), headers=QUIET)
    assert sent.status_code == 204
    assert list(Measurement.objects.filter(child=hung).order_by("measured_on").values_list("weight_kg", flat=True)) == [
        Decimal("9.1"), Decimal("9.3"), Decimal("9.4")]


def test_papers_and_reasons_sent_twice_are_written_once(client_of: Callable[[str], Any], hung: Child) -> None:
    task, client = gave(hung, "14", 0, "missing"), client_of("collaborator")
    assert 'name="full_name"' not in client.get(MINE).content.decode()
    typed = {"viec": "ghi", "dau": str(hung.seq), "birth_registered_on": "03/03/2025"}
    assert [client.post(door(task), typed, headers=QUIET).status_code for _time in (1, 2)] == [204, 204]
    stands = Child.objects.get(pk=hung.pk)
    assert (stands.full_name, stands.birth_registered_on) == ("Xuyến Quỳ Hưng", dt.date(2025, 3, 3))
    weight = gave(hung, "4a", 0)
    refused = {"viec": "ly-do", "vi_sao": "refused", "han": ""}
    assert [client.post(door(weight), refused, headers=QUIET).status_code for _time in (1, 2)] == [204, 204]
    weight.refresh_from_db()
    assert (weight.result, weight.closed_on) == ("refused", TODAY)
    # Somebody ended it otherwise: what is sent now is told, not lost.
    late = client.post(door(weight), {"viec": "ly-do", "vi_sao": "away", "han": "30/11/2026"}, headers=QUIET)
    assert late.status_code == 422 and "Việc này đã kết thúc" in late.content.decode()


def test_a_slip_is_asked_about_while_it_is_typed_and_when_it_is_sent(client_of: Callable[[str], Any],
                                                                    hung: Child) -> None:
    task, client = gave(hung, "4a", 0), client_of("collaborator")
    asked = client.post(door(task, "check"), weighed(task, "94"))
    assert "94 kg? Ba tháng trước 9,1 kg. Có thể bạn muốn gõ 9,4." in plain(asked) and 'name="dung"' in (
        asked.content.decode())
    calm = client.post(door(task, "check"), weighed(task, "9,4"))
    assert "hợp lý: tăng 0,3 kg trong 3 tháng" in plain(calm) and "dung" not in calm.content.decode()
    less = plain(client.post(door(task, "check"), weighed(task, "9")))
    assert "giảm 0,1 kg trong 3 tháng" in less and "hợp lý" not in less
    assert Measurement.objects.filter(child=hung).count() == 1
    sent = client.post(door(task), weighed(task, "94"), headers=QUIET)
    assert sent.status_code == 422 and 'data-why="94 kg? Ba tháng trước 9,1 kg.' in sent.content.decode()
    page = client.post(door(task), weighed(task, "94"))
    assert page.status_code == 422 and 'value="94"' in page.content.decode() and "Đúng là 94, cứ ghi" in card(page)
    sure = re.search(r'name="dung" value="([^"]+)"', page.content.decode())
    assert sure and client.post(door(task), weighed(task, "94", dung=sure[1]), headers=QUIET).status_code == 204
    assert Measurement.objects.get(child=hung, measured_on=TODAY).weight_kg == Decimal(94)


def test_what_the_page_asks_without_network_is_what_the_form_asks(client_of: Callable[[str], Any], hung: Child) -> None:
    before = Taken(dt.date(2026, 8, 20), Decimal("9.1"), None)
    assert calm_weights(hung, TODAY, before) == (Decimal("7.3"), Decimal("13.2"))
    task, client = gave(hung, "4a", 0), client_of("collaborator")
    assert 'data-low="7.3" data-high="13.2" data-start="9.1"' in client.get(MINE).content.decode()
    asked = ["dung" in client.post(door(task, "check"), weighed(task, kg)).content.decode()
             for kg in ("7,2", "7,3", "13,2", "13,3")]
    assert asked == [True, False, False, True]
    low, high = calm_weights(hung, TODAY, None) or (None, None)
    assert low is not None and high is not None and low < 6 and high > 16
    assert gain_words(Decimal("9.1"), before, TODAY) == "bằng lần trước, sau 3 tháng"
    assert gain_words(Decimal("9.45"), Taken(dt.date(2026, 11, 11), Decimal("9.1"), None), TODAY) == (
        "tăng 0,35 kg trong 12 ngày")


def test_one_visit_takes_weight_and_height(client_of: Callable[[str], Any], hung: Child) -> None:
    first, second = gave(hung, "4a", -1), gave(hung, "4b", 0)
    client = client_of("collaborator")
    page = client.get(MINE)
    assert "Hôm nay còn 1 việc" in shown(page) and "Cân và đo: Xuyến Quỳ Hưng" in card(page)
    away = client.post(door(first), {"viec": "ly-do", "vi_sao": "away", "han": "27/11/2026"})
    assert away.status_code == 302
    assert [(task.due_on, task.later) for task in ChildTask.objects.all()] == [(dt.date(2026, 11, 27), "away")] * 2
    assert client.post(door(first), weighed(first, "9,4") | {"height_cm": "81,5"}).status_code == 302
    outbox.process()
    assert {task.result for task in (ChildTask.objects.get(pk=pk) for pk in (first.pk, second.pk))} == {"done"}


def test_a_dose_and_a_reason_without_a_day(client_of: Callable[[str], Any], hung: Child) -> None:
    task, client = gave(hung, "5b", 0, "missing"), client_of("collaborator")
    assert "trạm hết vắc xin" in card(client.get(MINE)).lower()
    sent = client.post(door(task), {"viec": "ly-do", "vi_sao": "out_of_stock", "han": ""})
    assert sent.status_code == 422 and "Hãy điền ngày hẹn lại." in card(sent)
    sent = client.post(door(task), {"viec": "ly-do", "vi_sao": "ill", "han": "01/11/2026"})
    assert sent.status_code == 422 and "Ngày này đã qua" in card(sent)
    typed = {"viec": "ghi", "dau": str(uuid.uuid4()), "vaccine": "BCG", "given_on": "11/02/2025"}
    assert client.post(door(task), typed).status_code == 302
    assert Dose.objects.get(child=hung).given_on == dt.date(2025, 2, 11)
    nothing = client.post(door(task), {"viec": "xoa"})
    assert nothing.status_code == 422 and "Chưa có gì để ghi." in card(nothing)


def test_nothing_sealed_is_opened_or_sent_from_this_page(client_of: Callable[[str], Any], hung: Child) -> None:
    sealed = gave(hung, "8b", 0, role="collaborator")
    assert client_of("collaborator").post(door(sealed), {"viec": "ly-do", "vi_sao": "said"}).status_code == 404
    page = client_of("collaborator").get(MINE)
    assert str(sealed.pk) not in page.content.decode()


def test_only_her_own_work_is_taken(client_of: Callable[[str], Any]) -> None:
    elsewhere = gave(born("Xuyến Quỳ Ưng", "Thôn 5"), "4a", 0)
    own = gave(born("Xuyến Quỳ Oanh", "Thôn 3"), "4a", 0)
    assert client_of("collaborator").post(door(elsewhere), weighed(elsewhere, "9,4")).status_code == 404
    assert client_of("chairman").post(door(own), weighed(own, "9,4")).status_code == 404
    assert client_of("collaborator").get(door(own)).status_code == 405
    assert "Cân: " not in shown(client_of("health_worker").get(MINE))


def test_the_bar_leads_to_the_page_of_a_report_or_to_the_hotline(client_of: Callable[[str], Any], db: None,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of("collaborator")
    for found, link in (("", 'href="tel:111"'), ("/bao-ve/bao-tin/", 'href="/bao-ve/bao-tin/"')):
        monkeypatch.setattr(today_views, "report_url", lambda found=found: found)
        bar = client.get(MINE).content.decode().partition('<nav class="thumb no-print"')[2].partition("</nav>")[0]
        assert link in bar and ("Báo tin" in bar) == bool(found) and ("Gọi 111" in bar) != bool(found)


def test_more_visits_ask_the_database_no_more(client_of: Callable[[str], Any], hung: Child) -> None:
    client, asked = client_of("collaborator"), []
    gave(hung, "4a", -12)
    client.get(MINE)
    for name in ("An", "Bình", "Châu", "Dung"):
        gave(born(f"Xuyến Quỳ {name}", "Thôn 3"), "4a", 0)
        with CaptureQueriesContext(connection) as found:
            assert f"Cân: Xuyến Quỳ {name}" in shown(client.get(MINE))
        asked.append(len(found))
    assert asked[-1] == asked[0] <= 90


def test_in_english_the_page_says_the_same(client_of: Callable[[str], Any], hung: Child) -> None:
    gave(hung, "4a", -12)
    client = client_of("collaborator")
    client.cookies["django_language"] = "en"
    page = client.get(MINE)
    assert "1 thing left to do today" in shown(page) and "1 overdue" in shown(page)
    assert "Weigh: Xuyến Quỳ Hưng" in card(page) and "Last time 9.1 kg (20 Aug)." in card(page)


def test_a_list_that_was_opened_comes_first_and_signing_out_asks(client_of: Callable[[str], Any], hung: Child) -> None:
    gave(hung, "4a", -12)
    later = gave(born("Xuyến Quỳ Bình", "Thôn 3"), "14", 20, "missing")
    client = client_of("collaborator")
    assert "Khai sinh: Xuyến Quỳ Bình" in card(client.get(MINE, {"viec": str(later.pk)}))
    assert "Cân: Xuyến Quỳ Hưng" in card(client.get(MINE, {"viec": "nham"}))
    account = client.get("/tai-khoan/").content.decode()
    assert 'data-leaves="' in account and "Đăng xuất và xóa khỏi máy" in account
