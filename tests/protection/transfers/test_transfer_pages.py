"""A case that goes to another commune and comes in there, through the pages of both; here one commune plays both."""
from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mangnon.core.models import AuditEvent
from mangnon.protection.cases import actions as cases
from mangnon.protection.cases import states
from mangnon.protection.cases.actions import NotYours
from mangnon.protection.cases.models import Case
from mangnon.protection.models import Revision
from mangnon.protection.referrals.models import Referral
from mangnon.protection.transfers import actions, contents, sealed_file
from mangnon.protection.transfers.models import Incoming, Transfer
from tests.protection.referrals.conftest import Clock

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
UserOf = Callable[[str], Any]
WORDS = "K7Q4M-AAAAA-BBBBB"


def begin(client: Client, case: Case) -> Any:
    return client.post(reverse("protection:transfer-begin", args=[case.code]), {
        "to_commune": "Xã Thử Nghiệm", "reason": "em ở với bà ngoại Numbat", "along": "ảnh giấy khám"})


def file_of(client: Client, case: Case) -> bytes:
    answer = client.post(reverse("protection:transfer", args=[case.code]), {"viec": "tep", "passphrase": WORDS})
    assert answer.status_code == 200 and f'filename="{case.code}.mangnon"' in answer["Content-Disposition"]
    return answer.content


def hand_in(client: Client, data: bytes, words: str = WORDS) -> Any:
    return client.post(reverse("protection:incoming-list"), {
        "file": SimpleUploadedFile("tep.mangnon", data), "passphrase": words})


def give_receipt(client: Client, case: Case, data: bytes) -> Any:
    return client.post(reverse("protection:transfer", args=[case.code]), {
        "viec": "bien-nhan", "file": SimpleUploadedFile("bien-nhan.mangnon", data)})


def test_a_case_goes_and_is_taken_in_with_its_clock_and_story(client_of: ClientOf, user: UserOf, told: Case,
                                                              hour: Clock) -> None:
    officer = client_of("child_officer")
    assert begin(officer, told).status_code == 302
    assert begin(officer, told).status_code == 404  # one at a time
    data = file_of(officer, told)
    told.refresh_from_db()
    assert told.state == "assessed"  # it stays open here, and its hours run
    seen = officer.get(reverse("protection:case", args=[told.code])).content.decode()
    assert "đang chuyển" in seen and "Quyết định biện pháp khẩn cấp" in seen
    door = hand_in(officer, data)
    assert door.status_code == 302
    preview = officer.get(door.url).content.decode()
    assert told.code in preview and "1 tin báo, 1 bước, 1 chuyển gửi" in preview
    for word in ("Xyzzyva", "Quagga", "Okapi", "Numbat", "Hoa Thử"):
        assert word not in preview, word
    assert Case.objects.count() == 1
    hour.to("2026-11-24T09:00")
    officer = client_of("child_officer")
    for _time in range(2):
        assert officer.post(door.url, {"viec": "nhan"}).status_code in (200, 302)
        assert hand_in(officer, data).url == door.url  # the same file twice is one case
    row = Incoming.objects.get()
    there = Case.objects.exclude(pk=told.pk).get()
    assert row.case == there and row.content == "" and row.origin_code == told.code
    assert (there.received_at, there.state, there.danger, there.code != told.code) == (
        told.received_at, "assessed", True, True)
    assert Referral.objects.get(case=there).state == "sent" and there.steps.get().by is None
    cases.open_story(there, by=user("child_officer"), reason="đọc")
    story = officer.get(reverse("protection:case", args=[there.code])).content.decode()
    assert "Lời kể Xyzzyva" in story and f"mã ở đó là {told.code}" in story
    step = officer.get(reverse("protection:case-step", args=[there.code, there.steps.get().pk])).content.decode()
    assert "Dấu vết Quagga" in step and user("child_officer").display_name in step
    cases.assign(told, user("police"), "helper", by=user("child_officer"))
    cases.do(told, "no_emergency", by=user("child_officer"), reason="ghi sau khi làm tệp")
    receipt = officer.get(door.url + "bien-nhan/")
    assert receipt.status_code == 200
    assert give_receipt(officer, told, receipt.content).status_code == 302
    told.refresh_from_db()
    assert told.state == "transferred" and told.steps.filter(act="transfer").count() == 1
    assert "1 bước ghi sau khi làm tệp chưa có ở bên nhận" in officer.get(
        reverse("protection:transfer", args=[told.code])).content.decode()
    actions.take_receipt(Transfer.objects.get(), receipt.content, by=user("child_officer"))
    assert told.steps.filter(act="transfer").count() == 1


def test_a_refused_case_goes_on_where_it_was(client_of: ClientOf, user: UserOf, told: Case) -> None:
    officer = client_of("child_officer")
    begin(officer, told)
    door = hand_in(officer, file_of(officer, told)).url
    assert officer.post(door, {"viec": "tu-choi", "reason": ""}).status_code == 422
    assert officer.get(door + "bien-nhan/").status_code == 404
    officer.post(door, {"viec": "tu-choi", "reason": "em không ở xã này"})
    assert Case.objects.count() == 1 and Incoming.objects.get().content == ""
    assert give_receipt(officer, told, officer.get(door + "bien-nhan/").content).status_code == 302
    told.refresh_from_db()
    assert told.state == "assessed" and Transfer.objects.get().state == "refused"
    assert "em không ở xã này" in officer.get(reverse("protection:transfer", args=[told.code])).content.decode()
    assert begin(officer, told).status_code == 302


def test_no_person_can_do_what_the_receipt_does(user: UserOf, told: Case, client_of: ClientOf) -> None:
    assert "transfer" not in {act.code for state in states.STATES for emergency in states.EMERGENCIES
                              for act in states.allowed(state, emergency, [states.OWNER, states.APPROVER])}
    with pytest.raises(NotYours):
        cases.do(told, "transfer", by=user("child_officer"), reason="đi")
    officer = client_of("child_officer")
    assert officer.get(reverse("protection:case-act", args=[told.code, "da-chuyen-xa"])).status_code == 404


def test_a_wrong_passphrase_a_cut_and_an_altered_file_are_said_kindly_and_write_nothing(
        client_of: ClientOf, user: UserOf, told: Case) -> None:
    officer = client_of("child_officer")
    begin(officer, told)
    data = file_of(officer, told)
    refused = hand_in(officer, data, "SAI-MAT-KHAU-ROI").content.decode()
    assert "sai mật khẩu, hoặc tệp bị cắt hay bị sửa" in refused
    assert "không phải tệp chuyển giao" in hand_in(officer, b"PK\x03\x04").content.decode()
    events, lot = AuditEvent.objects.filter(verb="create").count(), random.Random(7)
    for _n in range(60):
        place = lot.randrange(len(data))
        for wrong in (data[:place], data[:place] + bytes([data[place] ^ 1 << lot.randrange(8)]) + data[place + 1:]):
            with pytest.raises(sealed_file.NotOpened):
                actions.look_into(wrong, WORDS, by=user("child_officer"))
    newer = sealed_file.seal_file({**sealed_file.open_file(data, WORDS), "schema": 99}, WORDS)
    with pytest.raises(contents.NotUnderstood):
        actions.look_into(newer, WORDS, by=user("child_officer"))
    assert not Incoming.objects.exists() and AuditEvent.objects.filter(verb="create").count() == events
    assert "không phải tệp chuyển giao" in give_receipt(officer, told, data).content.decode()
    assert Transfer.objects.get().state == "pending"


def test_a_receipt_of_another_transfer_or_altered_changes_nothing(user: UserOf, told: Case) -> None:
    officer = user("child_officer")
    row = actions.begin(told, by=officer, to_commune="Xã Thử", reason="x")
    came = actions.look_into(actions.make_file(row, WORDS, by=officer), WORDS, by=officer)
    actions.answer(came, by=officer, accept=False, reason="không")
    receipt = actions.receipt_of(came.__class__.objects.get(), by=officer)
    actions.withdraw(row, by=officer, reason="gửi lại")
    other = actions.begin(told, by=officer, to_commune="Xã Khác", reason="y")
    with pytest.raises(sealed_file.NotOpened, match="other"):
        actions.take_receipt(other, receipt, by=officer)
    forged = sealed_file.make_receipt(other.pk, bytes(32), {"verdict": "accepted"})
    with pytest.raises(sealed_file.NotOpened, match="wrong"):
        actions.take_receipt(other, forged, by=officer)
    told.refresh_from_db()
    assert told.state == "assessed" and Transfer.objects.get(pk=other.pk).state == "pending"


def test_who_is_suspected_in_a_file_does_not_open_it_and_others_find_no_door(client_of: ClientOf, user: UserOf,
                                                                            told: Case) -> None:
    officer = client_of("child_officer")
    begin(officer, told)
    data = file_of(officer, told)
    person = user("child_officer")
    person.phone = "0987 654 321"
    person.save()
    assert "sai mật khẩu" in hand_in(client_of("child_officer"), data).content.decode()
    assert not Incoming.objects.exists()
    for role in ("teacher", "police", "chairman", "administrator", "inspector"):
        assert client_of(role).get(reverse("protection:incoming-list")).status_code == 404
        assert client_of(role).get(reverse("protection:transfer", args=[told.code])).status_code == 404


def test_every_download_is_audited_and_no_word_stands_open(client_of: ClientOf, user: UserOf, told: Case) -> None:
    officer = client_of("child_officer")
    begin(officer, told)
    door = hand_in(officer, file_of(officer, told)).url
    paper = officer.get(reverse("protection:transfer-record", args=[told.code, "docx"]))
    assert paper.status_code == 200 and paper.content[:2] == b"PK"
    officer.post(door, {"viec": "nhan"})
    officer.get(door + "bien-nhan/")
    exported = list(AuditEvent.objects.filter(verb="export").order_by("seq").values_list("what", "fields"))
    assert exported == [("protection.Transfer", "file"), ("protection.Transfer", "docx"),
                        ("protection.Incoming", "receipt")]
    everything = "".join(serializers.serialize("json", model.objects.all(), ensure_ascii=False) for model in (
        Transfer, Incoming, Revision, AuditEvent))
    for word in ("Numbat", "giấy khám", "Xyzzyva", "Quagga", "Okapi", WORDS, "Hoa Thử"):
        assert word not in everything, word
    kept = Revision.objects.filter(model="incoming").values_list("values", flat=True)
    assert all("content" not in values for values in kept)
