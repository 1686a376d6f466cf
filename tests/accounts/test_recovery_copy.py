"""The recovery copy of the keys: printed by a page once signed in anew, and everything opens again from the paper."""
from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts import recovery
from mangnon.config import health
from mangnon.core import audit, keys, sealed
from mangnon.core.models import AuditEvent
from mangnon.core.recovery import keys_in
from mangnon.protection.cases import actions

pytestmark = pytest.mark.django_db
OTHER = "ab" * 32


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """The keys of the tests in a folder that may be broken."""
    shutil.copytree(settings.KEYS_DIR, tmp_path / "keys")
    settings.KEYS_DIR = tmp_path / "keys"
    keys.read.cache_clear()
    return tmp_path / "keys"


def test_the_page_asks_for_the_password_and_shows_the_sheet_once(client_of: Callable[[str], Client], folder: Path
                                                                 ) -> None:
    door = reverse("accounts:recovery")
    client = client_of("child_officer")
    stale = client.post(door)
    assert stale.status_code == 302 and "/xac-nhan/" in stale.url and recovery.printed() is None
    assert client.post(reverse("account_reauthenticate"), {"password": "mangnon2030"}).status_code == 302
    assert "Chưa in bản khóa dự phòng" in client.get(door).content.decode()
    sheet = client.post(door)
    text = sheet.content.decode()
    found = keys_in(re.search(r'class="mono">(.+?)</h3>', text)[1].replace("<br>", "\n"))  # type: ignore[index]
    assert found == {name: (bytes.fromhex((folder / name).read_text())) for name in ("sealing", "audit")}
    assert "<svg" in text and "ký giáp lai" in text and "no-store" in sheet["Cache-Control"]
    event = AuditEvent.objects.order_by("-seq")[0]
    assert (event.verb, event.what) == ("print", "core.recovery") and found["sealing"].hex() not in event.digest
    again = client.get(door).content.decode()
    assert "Đã in bản khóa dự phòng" in again and "mono" not in again
    assert client_of("chairman").get(door).status_code == 404


def test_a_lost_key_comes_back_from_paper_and_everything_opens(folder: Path, user: Callable[[str], Any]) -> None:
    report = actions.file_report(by=user("teacher"), channel="school", told={"what": "lời kể"})
    lines = recovery.print_lines(by="test")
    (folder / "sealing").unlink()
    keys.read.cache_clear()
    with pytest.raises(keys.KeyMissing, match="Thiếu khóa “sealing”.*mangnon keys restore"):
        sealed.unseal(report.told, row=report.pk, field="told")
    assert recovery.put_back(keys_in("\n".join(lines)), by="test") == ["sealing"]
    assert sealed.unseal_values(report.told, row=report.pk, field="told") == {"what": "lời kể"}
    assert oct((folder / "sealing").stat().st_mode)[-3:] == "600"
    assert recovery.put_back(keys_in("\n".join(lines)), by="test") == []
    assert AuditEvent.objects.order_by("-seq")[0].verb == "restore"


@pytest.mark.parametrize(("name", "words"), [("sealing", "niêm phong bằng khóa khác"), ("audit", "nối bằng khóa khác")])
def test_the_paper_of_another_commune_is_refused(name: str, words: str, folder: Path, user: Callable[[str], Any]
                                                 ) -> None:
    actions.file_report(by=user("teacher"), channel="school", told={"what": "lời kể"})
    found = keys_in("\n".join(recovery.print_lines(by="test")))
    (folder / name).unlink()
    with pytest.raises(recovery.Refused, match=words):
        recovery.put_back({**found, name: bytes.fromhex(OTHER)}, by="test")
    assert not (folder / name).exists()
    recovery.put_back(found, by="test")


def test_a_key_that_is_there_and_differs_is_never_overwritten(folder: Path) -> None:
    found = keys_in("\n".join(recovery.print_lines(by="test")))
    (folder / "sealing").write_text(OTHER)
    with pytest.raises(recovery.Refused, match="đã có khóa “sealing”, khác với bản in"):
        recovery.put_back(found, by="test")
    assert (folder / "sealing").read_text() == OTHER


def test_check_says_whether_these_keys_were_printed(folder: Path) -> None:
    def said() -> str:
        return next(f.text for f in health.findings() if f.name == "recovery")

    assert "Chưa in bản khóa dự phòng" in said()
    recovery.print_lines(by="test")
    assert "Đã in bản khóa dự phòng ngày" in said()
    (folder / "sealing").write_text(OTHER)
    keys.read.cache_clear()
    assert "Chưa in" in said()


def test_the_sheet_is_one_page_with_its_code() -> None:
    lines = ["N1 000G 40R4 0M30 E209 V"] * 8
    made = recovery.as_pdf(lines)
    assert made.startswith(b"%PDF") and made.count(b"/Type /Page\n") + made.count(b"/Type /Page/") <= 1
    assert "N1 000G" in recovery.as_text(lines) and "không chụp ảnh" in recovery.as_text(lines).lower()


def test_a_text_that_was_never_sealed_has_no_key(folder: Path) -> None:
    assert sealed.print_of("chữ thường") == b"" and sealed.print_of("") == b""
    text = sealed.seal("lời", row=uuid.uuid4(), field="told")
    assert sealed.print_of(text) == sealed.fingerprint(keys.read(folder, "sealing"))
    assert audit.fits(keys.read(folder, "audit")) and not audit.fits(b"x" * 32)
