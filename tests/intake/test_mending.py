"""What becomes of what looks wrong: left as it is, asked of the thôn, answered, measured, watched from day to day."""
from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mangnon.core import records
from mangnon.health.models import Measurement
from mangnon.intake.mending import actions, measuring
from mangnon.intake.mending.models import CorrectionRequest, QualityDay
from mangnon.intake.mending.trend import trend
from mangnon.intake.rules import rules
from mangnon.protection.models import Incident
from mangnon.registry.models import Child, Residence
from tests.conftest import TODAY

QUALITY, SAID, ASKED = reverse("intake:quality"), reverse("intake:quality-said"), reverse("intake:asked")
RULE = "khai-sinh-som"


def words(page: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def odd(child: Child) -> Child:
    """The birth is registered before it."""
    return records.correct(child, by="test", birth_registered_on=child.born_on - dt.timedelta(days=30))


def living_in(village: str) -> Child:
    homes = Residence.objects.on(TODAY).filter(unit__name=village).values("child")
    return Child.objects.resident_on(TODAY).filter(pk__in=homes, born_precision="day").order_by("pk")[0]


def place_of(user: Any) -> str:
    return user.assignments.get(role="collaborator").unit.name


@pytest.fixture
def child(user: Callable[[str], Any]) -> Child:
    return odd(living_in(place_of(user("collaborator"))))


def say(client: Any, child: Child, what: str, rule: str = RULE) -> Any:
    return client.post(SAID, {"quy-tac": rule, "em": child.pk, "la": what}, follow=True)


def test_what_is_right_as_it_is_is_counted_no_more_until_something_else_is_seen(
        client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    before = words(officer.get(QUALITY))
    assert "Đăng ký khai sinh trước ngày sinh: 1" in before
    after = words(say(officer, child, "dung"))
    assert "Đăng ký khai sinh trước ngày sinh: 1" not in after and "Đã xem và để nguyên: 1" in after
    officer.post(reverse("web:set-language"), {"language": "en"})
    assert "Looked at and left as it is: 1" in words(officer.get(QUALITY)), "whatever the page's language"
    officer.post(reverse("web:set-language"), {"language": "vi"})
    records.correct(Child.objects.get(pk=child.pk), by="test", birth_registered_on=child.born_on - dt.timedelta(days=9))
    assert "Đăng ký khai sinh trước ngày sinh: 1" in words(officer.get(QUALITY))


def test_leaving_as_it_is_can_be_taken_back(client_of: Callable[[str], Any], child: Child) -> None:
    officer = client_of("child_officer")
    say(officer, child, "dung")
    assert "Đăng ký khai sinh trước ngày sinh: 1" in words(say(officer, child, "xem-lai"))


def test_a_collaborator_is_asked_answers_and_the_officer_reads_it(
        client_of: Callable[[str], Any], child: Child) -> None:
    officer, collaborator = client_of("child_officer"), client_of("collaborator")
    assert "Không còn chỗ nào cần hỏi lại" in words(collaborator.get(ASKED))
    assert "Đã nhờ cộng tác viên" in words(say(officer, child, "nho"))
    say(officer, child, "nho")
    request = CorrectionRequest.objects.get()
    page = collaborator.get(ASKED)
    assert "1 chỗ cần hỏi lại" in words(page) and child.full_name in words(page)
    answer = reverse("intake:asked-answer", args=[request.pk])
    assert "Hãy chọn một câu trả lời." in words(collaborator.post(answer, {"tra-loi": "?"}, follow=True))
    collaborator.post(answer, {"tra-loi": "right", "ghi-them": "giấy khai sinh ghi đúng thế"})
    text = words(officer.get(QUALITY))
    assert "đúng như sổ ghi" in text and "giấy khai sinh ghi đúng thế" in text
    assert "Đã trả lời, sổ chưa đổi" in words(collaborator.get(ASKED))


def test_a_question_is_gone_when_the_register_is_mended(client_of: Callable[[str], Any], child: Child) -> None:
    say(client_of("child_officer"), child, "nho")
    records.correct(Child.objects.get(pk=child.pk), by="test", birth_registered_on=child.born_on)
    assert "Không còn chỗ nào cần hỏi lại" in words(client_of("collaborator").get(ASKED))


def test_a_collaborator_hears_nothing_of_another_thon(
        client_of: Callable[[str], Any], user: Callable[[str], Any]) -> None:
    mine = place_of(user("collaborator"))
    elsewhere = next(f"Thôn {n}" for n in range(1, 8) if f"Thôn {n}" != mine)
    far = odd(living_in(elsewhere))
    say(client_of("child_officer"), far, "nho")
    collaborator = client_of("collaborator")
    assert far.full_name not in words(collaborator.get(ASKED))
    answer = reverse("intake:asked-answer", args=[CorrectionRequest.objects.get().pk])
    assert collaborator.post(answer, {"tra-loi": "right"}).status_code == 404


def test_nobody_is_asked_about_what_is_not_for_collaborators(client_of: Callable[[str], Any], child: Child) -> None:
    records.create(Incident, by="test", child=child, kind="abuse", confirmed=True, detected_on=TODAY)
    officer = client_of("child_officer")
    assert say(officer, child, "nho", rule="xam-hai-nhom").status_code == 404
    assert not CorrectionRequest.objects.exists()
    assert all(not rule.asked for rule in rules() if rule.sealed)


def test_entries_count_as_timely_by_the_day_they_were_made(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Residence.objects.on(TODAY).get(child=child).unit.name
    before = next(row for row in measuring.timeliness(TODAY) if row.name == home)
    now = dt.datetime.now(dt.UTC).date()
    for days in (3, 40):
        records.create(Measurement, by="test", child=child, measured_on=TODAY - dt.timedelta(days=days), weight_kg=12)
    after = next(row for row in measuring.timeliness(TODAY) if row.name == home)
    late = [(now - TODAY).days + days for days in (3, 40)]
    assert sorted(after.days) == sorted([*before.days, *(max(n, 0) for n in late)])
    assert after.unknown == before.unknown


def test_a_register_taken_over_as_a_whole_says_nothing_of_timeliness(db: None) -> None:
    rows = measuring.timeliness(TODAY)
    assert sum(row.unknown for row in rows) > 0 and all(row.in_time <= row.entered for row in rows)


def test_completeness_by_school_says_when_its_roll_came(client_of: Callable[[str], Any]) -> None:
    text = words(client_of("child_officer").get(QUALITY))
    assert "Sổ biết đến đâu, theo trường" in text and "chưa nhận" in text


def test_the_days_soundness_is_kept_once_and_makes_a_trend(client_of: Callable[[str], Any], child: Child) -> None:
    actions.keep_day(TODAY - dt.timedelta(days=1))
    records.correct(Child.objects.get(pk=child.pk), by="test", birth_registered_on=child.born_on)
    actions.keep_day(TODAY)
    actions.keep_day(TODAY)
    assert QualityDay.objects.count() == 2
    found = trend(TODAY, sealed=True)
    assert found and found.first is not None and found.last == found.first - 1
    assert "Số chỗ cần xem:" in words(client_of("child_officer").get(QUALITY))


def test_the_trend_of_somebody_without_sealed_rows_leaves_their_rules_out(child: Child) -> None:
    records.create(Incident, by="test", child=child, kind="abuse", confirmed=True, detected_on=TODAY)
    for days in (1, 0):
        actions.keep_day(TODAY - dt.timedelta(days=days))
    with_, without = trend(TODAY, sealed=True), trend(TODAY, sealed=False)
    assert with_ and without and with_.last is not None and without.last is not None and with_.last > without.last



def test_whoever_signs_the_reports_sees_numbers_and_no_child(client_of: Callable[[str], Any]) -> None:
    officer, chairman = client_of("child_officer"), client_of("chairman")
    theirs, ours = (words(one.get(QUALITY)) for one in (officer, chairman))
    said = re.search(r"(\d+) chỗ trong sổ cần xem lại", theirs)
    assert said and said[0] in ours
    assert "Sổ biết đến đâu, theo thôn" in ours and "Ghi kịp đến đâu, theo thôn" in ours
    page = chairman.get(QUALITY).content.decode()
    assert not any(str(child.pk) in page or str(child) in page for child in Child.objects.all())
    assert "/nhap/danh-sach/" not in page and "/nhap/chat-luong/chua-biet" not in page
