"""A referral from the draft to its result, through the pages of those who take part, and of those who must not know."""
from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse

from mangnon.core import records
from mangnon.core.clock import VIETNAM
from mangnon.core.models import AuditEvent, Outbox
from mangnon.protection.cases import actions as cases
from mangnon.protection.cases.actions import NotYours
from mangnon.protection.cases.models import Case, Kin, Member
from mangnon.protection.models import Revision
from mangnon.protection.referrals import actions
from mangnon.protection.referrals.models import Referral, ReferralStep
from mangnon.registry.models import Child

from .conftest import Clock

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
UserOf = Callable[[str], Any]


def refer(client: Client, case: Case, receiver: Any = None, **more: str) -> Any:
    return client.post(reverse("protection:referral-of-case", args=[case.code]), {
        "receiver": str(receiver.pk) if receiver else "", "kind": "health", "urgency": "emergency",
        "need": "Khám vết thương Quagga", "summary": "em sợ người lạ", "consent": "both", "gui": "1",
        **({} if receiver else {"receiver_name": "Trung tâm Trợ giúp pháp lý tỉnh"}), **more})


def do(client: Client, row: Referral, slug: str, **more: str) -> Any:
    return client.post(reverse("protection:referral-act", args=[row.code, slug]), more)


def page(client: Client, row: Referral) -> str:
    answer = client.get(reverse("protection:referral", args=[row.code]))
    assert answer.status_code == 200
    return answer.content.decode()


def start(client: Client) -> str:
    return client.get("/", follow=True).content.decode()


def test_an_inside_receiver_sees_what_is_shared_answers_and_gives_the_result(
        client_of: ClientOf, user: UserOf, case: Case, hour: Clock) -> None:
    assert refer(client_of("child_officer"), case, user("health_worker")).status_code == 302
    row = Referral.objects.get()
    assert row.due_at == dt.datetime(2026, 11, 23, 1, 40, tzinfo=VIETNAM)
    nurse = client_of("health_worker")
    assert f"Chờ bạn trả lời chuyển gửi {row.code}, mức khẩn cấp: còn 4 giờ 00 phút" in start(nurse)
    listed = nurse.get(reverse("protection:referrals")).content.decode()
    assert "1 chuyển gửi chờ bạn trả lời" in listed and case.code in listed and "Quagga" not in listed
    seen = page(nurse, row)
    assert "Khám vết thương Quagga" in seen and case.code in seen
    assert case.child is not None
    for word in ("Xyzzyva", "Hoa Thử", "0987", case.child.full_name):
        assert word not in seen, word
    assert nurse.get(reverse("protection:case", args=[case.code])).status_code == 404
    hour.to("2026-11-22T22:15")
    assert do(nurse, row, "nhan", words="đang đến").status_code == 302
    assert do(nurse, row, "xong").status_code == 422
    assert do(nurse, row, "xong", words="đã khám").status_code == 302
    row.refresh_from_db()
    assert row.state == "done"
    assert not Member.objects.filter(case=case, user=user("health_worker")).exists()
    shown = client_of("child_officer").get(reverse("protection:case", args=[case.code])).content.decode()
    assert "Chuyển gửi dịch vụ: 1/1 nơi đã nhận" in shown and "nhận lúc" in shown and "đã khám" not in shown


def test_the_receiver_becomes_a_helper_only_where_the_owner_said_so(client_of: ClientOf, user: UserOf, case: Case
                                                                    ) -> None:
    refer(client_of("child_officer"), case, user("police"), helps="on")
    assert not Member.objects.filter(user=user("police")).exists()
    do(client_of("police"), Referral.objects.get(), "nhan")
    assert Member.objects.get(user=user("police")).part == "helper"
    assert client_of("police").get(reverse("protection:case", args=[case.code])).status_code == 200


def test_nothing_is_sent_without_consent_or_ground_but_a_draft_is_kept(client_of: ClientOf, user: UserOf, case: Case
                                                                       ) -> None:
    officer = client_of("child_officer")
    refused = refer(officer, case, consent="")
    assert refused.status_code == 422 and "hãy hỏi sự đồng ý" in refused.content.decode()
    assert refer(officer, case, consent="exception").status_code == 422
    assert not Referral.objects.exists()
    assert officer.post(reverse("protection:referral-of-case", args=[case.code]), {
        "receiver": str(user("teacher").pk), "kind": "education", "urgency": "normal", "need": "giữ chỗ học",
        "consent": ""}).status_code == 302
    row = Referral.objects.get()
    assert row.state == "draft"
    assert client_of("teacher").get(reverse("protection:referral", args=[row.code])).status_code == 404
    shown = officer.get(reverse("protection:case", args=[case.code])).content.decode()
    assert "dự thảo, chưa hỏi sự đồng ý" in shown
    with pytest.raises(actions.NoConsent):
        actions.do(row, "send", by=user("child_officer"))
    door = reverse("protection:referral-change", args=[row.code])
    assert officer.get(door).status_code == 302  # the words are still sealed
    cases.open_story(case, by=user("child_officer"), reason="ghi thêm")
    assert "giữ chỗ học" in officer.get(door).content.decode()
    officer.post(door, {"receiver": str(user("teacher").pk), "kind": "education", "urgency": "normal",
                        "need": "giữ chỗ học", "consent": "exception", "exception": "khẩn cấp", "gui": "1"})
    row.refresh_from_db()
    assert row.state == "sent" and row.sent_at is not None
    assert "giữ chỗ học" in page(client_of("teacher"), row)


def test_an_outside_receiver_gets_a_letter_and_its_answer_is_typed_in(client_of: ClientOf, user: UserOf, case: Case,
                                                                      hour: Clock) -> None:
    officer = client_of("child_officer")
    refer(officer, case, urgency="urgent")
    row = Referral.objects.get()
    letter = reverse("protection:referral-letter", args=[row.code, "docx"])
    assert officer.get(letter).status_code == 404  # the words are still sealed
    cases.open_story(case, by=user("child_officer"), reason="in giấy")
    answer = officer.get(letter)
    assert answer.status_code == 200 and f'filename="{row.code}.docx"' in answer["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        text = file.read("word/document.xml").decode()
    assert "Trung tâm Trợ giúp pháp lý tỉnh" in text and "Quagga" in text and "Xyzzyva" not in text
    assert AuditEvent.objects.filter(verb="export", what="protection.referral", record_id=row.code).count() == 1
    hour.to("2026-11-23T09:00")
    officer = client_of("child_officer")
    assert do(officer, row, "tu-choi", words="hết chỗ").status_code == 422  # who said it?
    assert do(officer, row, "tu-choi", words="hết chỗ", said_by="chị Lan Thử, trực ban", day="23/11/2026",
              hour="8h05").status_code == 302
    step = ReferralStep.objects.get(act="refuse")
    assert (step.at, step.by) == (dt.datetime(2026, 11, 23, 8, 5, tzinfo=VIETNAM), user("child_officer"))
    cases.open_story(case, by=user("child_officer"), reason="xem")
    seen = page(officer, row)
    assert "lời của chị Lan Thử, trực ban" in seen and "hết chỗ" in seen
    assert "từ chối hôm nay, 08 giờ 05" in seen.lower() or "từ chối 08 giờ 05" in seen.lower()


def test_what_nobody_answers_climbs_to_the_chairman(client_of: ClientOf, user: UserOf, case: Case, hour: Clock) -> None:
    refer(client_of("child_officer"), case, user("health_worker"))
    code = Referral.objects.get().code
    late, near = f"Quá hạn trả lời chuyển gửi {code}", f"Nơi nhận chưa trả lời chuyển gửi {code}"
    assert code not in start(client_of("child_officer")) and code not in start(client_of("chairman"))
    hour.to("2026-11-23T00:30")
    assert near in start(client_of("child_officer")) and code not in start(client_of("chairman"))
    hour.to("2026-11-23T02:00")
    assert late in start(client_of("child_officer")) and late in start(client_of("chairman"))
    assert "quá 20 phút" in start(client_of("health_worker"))
    do(client_of("health_worker"), Referral.objects.get(), "nhan")
    assert code not in start(client_of("chairman")) and code not in start(client_of("child_officer"))


def test_who_is_barred_is_not_offered_cannot_be_chosen_and_sees_nothing(client_of: ClientOf, user: UserOf, case: Case,
                                                                        child: Child) -> None:
    nurse = user("health_worker")
    before = {door: client_of("health_worker").get(door).content for door in ("/", reverse("protection:referrals"))}
    records.create(Kin, by="test", user=nurse, child=child)
    officer = client_of("child_officer")
    form = officer.get(reverse("protection:referral-of-case", args=[case.code])).content.decode()
    assert nurse.display_name not in form and user("police").display_name in form
    assert refer(officer, case, nurse).status_code == 422
    with pytest.raises(NotYours):
        actions.draft(case, None, by=user("child_officer"), values={"receiver": nurse, "kind": "health"})
    assert not Referral.objects.exists()
    assert refer(officer, case, user("police")).status_code == 302
    row = Referral.objects.get()
    after = {door: client_of("health_worker").get(door).content for door in before}
    assert [len(before[door]) for door in before] == [len(after[door]) for door in before]
    # Barred after it was sent: it is gone for her, and its sender is told to ask elsewhere.
    cases.bar(case, user("police"), by=user("child_officer"))
    assert client_of("police").get(reverse("protection:referral", args=[row.code])).status_code == 404
    assert do(client_of("police"), row, "nhan").status_code == 404
    assert row.code not in start(client_of("police"))
    assert row.code not in client_of("police").get(reverse("protection:referrals")).content.decode()
    assert "nơi nhận phải tránh" in officer.get(reverse("protection:case", args=[case.code])).content.decode()


def test_a_child_without_a_case_is_referred_with_her_need(client_of: ClientOf, user: UserOf, child: Child) -> None:
    officer = client_of("child_officer")
    door = reverse("protection:referral-of-child", args=[child.pk])
    assert client_of("health_worker").get(door).status_code == 404
    assert officer.post(door, {"receiver": str(user("health_worker").pk), "kind": "rehabilitation", "gui": "1",
                               "urgency": "normal", "need": "tập vận động", "consent": "both"}).status_code == 302
    row = Referral.objects.get()
    assert row.case is None and row.child == child
    assert "tập vận động" in page(client_of("health_worker"), row)
    assert "tập vận động" in page(officer, row) and "không có vụ việc" in client_of("health_worker").get(
        reverse("protection:referrals")).content.decode()
    for role in ("teacher", "police", "collaborator", "inspector"):
        assert client_of(role).get(reverse("protection:referral", args=[row.code])).status_code == 404
    records.create(Kin, by="test", user=user("health_worker"), child=child)
    assert client_of("health_worker").get(reverse("protection:referral", args=[row.code])).status_code == 404


def test_a_withdrawn_one_is_read_no_more(client_of: ClientOf, user: UserOf, case: Case) -> None:
    refer(client_of("child_officer"), case, user("health_worker"))
    row = Referral.objects.get()
    assert do(client_of("health_worker"), row, "rut", words="x").status_code == 404
    assert do(client_of("child_officer"), row, "rut", words="gửi nhầm nơi").status_code == 302
    seen = page(client_of("health_worker"), row)
    assert "đã rút lại" in seen and "Quagga" not in seen and "gửi nhầm" not in seen
    assert do(client_of("health_worker"), row, "nhan").status_code == 404


def test_a_form_sent_twice_is_one_referral_and_one_answer(client_of: ClientOf, user: UserOf, case: Case) -> None:
    for _time in range(2):
        refer(client_of("child_officer"), case, user("police"), ma="0f0e1c7a-6a53-4f5b-9a34-0d6c8d1f1a11")
    row = Referral.objects.get()
    key = "1f0e1c7a-6a53-4f5b-9a34-0d6c8d1f1a11"
    do(client_of("police"), row, "nhan", ma=key)
    actions.do(row, "accept", by=user("police"), pk=ReferralStep.objects.get(act="accept").pk)
    assert [step.act for step in row.steps.all()] == ["send", "accept"]
    with pytest.raises(actions.states.NotNow):
        actions.do(row, "accept", by=user("police"))


def test_no_word_of_it_stands_in_the_database_nor_a_name_in_an_address(client_of: ClientOf, user: UserOf, case: Case,
                                                                       child: Child) -> None:
    refer(client_of("child_officer"), case, user("police"), child_view="muốn ở với bà Okapi")
    row = Referral.objects.get()
    do(client_of("police"), row, "tu-choi", words="vì Numbat")
    everything = "".join(serializers.serialize("json", model.objects.all(), ensure_ascii=False) for model in (
        Referral, ReferralStep, Revision, AuditEvent, Outbox))
    for word in ("Quagga", "người lạ", "Okapi", "Numbat"):
        assert word not in everything, word
    assert row.code in everything and str(child.pk) not in reverse("protection:referral", args=[row.code])
