"""A case of the officer's, its words open; a passphrase that is quickly tried."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mangnon.protection.cases import actions
from mangnon.protection.cases.models import Case
from mangnon.protection.referrals import actions as referrals
from mangnon.protection.transfers import sealed_file
from tests.protection.referrals.conftest import case as reported
from tests.protection.referrals.conftest import child, hour

__all__ = ["child", "hour", "reported"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deriving a key a thousand times over would only keep the tests waiting."""
    slow = sealed_file.Scrypt
    monkeypatch.setattr(sealed_file, "Scrypt", lambda **told: slow(**{**told, "n": 2}))


@pytest.fixture
def told(reported: Case, user: Callable[[str], Any]) -> Case:
    """A case with a step and a referral; the officer has its words open."""
    officer = user("child_officer")
    actions.do(reported, "assess", by=officer, values={"harm_body": "cao", "harm_body_note": "Dấu vết Quagga"})
    row = referrals.draft(reported, None, by=officer, values={
        "receiver_name": "Trung tâm Trợ giúp pháp lý tỉnh", "kind": "legal", "need": "cần Okapi", "consent": "both"})
    referrals.do(row, "send", by=officer)
    actions.open_story(reported, by=officer, reason="chuyển giao")
    reported.refresh_from_db()
    return reported
