"""The audit chain names the first row that somebody touched."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F

from mangnon.core import audit, keys
from mangnon.core.models import AuditEvent


@pytest.fixture
def chain(db: None, django_capture_on_commit_callbacks: Any) -> int:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for n in range(5):
            audit.record("test", "read", "registry.Child", n, purpose=f"lý do {n}")
    return AuditEvent.objects.count()


def test_an_untouched_chain_is_whole(chain: int) -> None:
    assert audit.verify() == {"rows": chain, "ok": True, "first_bad": None}


@pytest.mark.parametrize("field", ["actor", "role", "verb", "what", "record_id", "fields", "digest", "purpose"])
def test_an_altered_row_is_named(chain: int, field: str) -> None:
    AuditEvent.objects.filter(seq=chain - 2).update(**{field: "khác"})
    assert audit.verify() == {"rows": chain, "ok": False, "first_bad": chain - 2}


def test_a_row_whose_time_was_moved_is_named(chain: int) -> None:
    event = AuditEvent.objects.get(seq=chain - 1)
    AuditEvent.objects.filter(seq=chain - 1).update(at=event.at.replace(microsecond=(event.at.microsecond + 1) % 10**6))
    assert audit.verify()["first_bad"] == chain - 1


def test_a_row_altered_together_with_its_mac_is_named(chain: int) -> None:
    """Without the key a new mac cannot be made; one of another row does not fit."""
    mac = AuditEvent.objects.get(seq=chain - 1).mac
    AuditEvent.objects.filter(seq=chain - 2).update(actor="khác", mac=mac)
    assert audit.verify()["first_bad"] == chain - 2


def test_a_removed_row_is_named(chain: int) -> None:
    AuditEvent.objects.filter(seq=chain - 3).delete()
    assert audit.verify() == {"rows": chain - 1, "ok": False, "first_bad": chain - 3}


def test_a_removed_row_is_named_when_the_rest_moves_up(chain: int) -> None:
    AuditEvent.objects.filter(seq=chain - 3).delete()
    for seq in range(chain - 2, chain + 1):
        AuditEvent.objects.filter(seq=seq).update(seq=F("seq") - 1)
    assert audit.verify()["first_bad"] == chain - 3


def test_two_rows_in_each_others_place_are_named(chain: int) -> None:
    for old, new in ((chain - 3, 10**6), (chain - 1, chain - 3), (10**6, chain - 1)):
        AuditEvent.objects.filter(seq=old).update(seq=new)
    assert audit.verify() == {"rows": chain, "ok": False, "first_bad": chain - 3}


def test_the_first_row_removed_is_named(chain: int) -> None:
    AuditEvent.objects.filter(seq=1).delete()
    assert audit.verify()["first_bad"] == 1


def test_a_cut_tail_is_seen_from_the_head_kept_outside(chain: int) -> None:
    AuditEvent.objects.filter(seq__gt=chain - 2).delete()
    assert audit.verify() == {"rows": chain - 2, "ok": False, "first_bad": chain - 1}


def test_a_chain_cut_to_nothing_is_seen(chain: int) -> None:
    AuditEvent.objects.all().delete()
    assert audit.verify() == {"rows": 0, "ok": False, "first_bad": 1}


def test_a_cut_tail_with_an_older_head_written_by_hand_is_seen(chain: int) -> None:
    """The macs stand in the table, so an older head can be written; its seal cannot."""
    AuditEvent.objects.filter(seq__gt=chain - 2).delete()
    last = AuditEvent.objects.get(seq=chain - 2)
    head = json.loads(audit.head_path().read_text())
    audit.head_path().write_text(json.dumps({**head, "seq": last.seq, "mac": last.mac}))
    assert audit.verify() == {"rows": chain - 2, "ok": False, "first_bad": chain - 1}


def test_a_cut_tail_with_the_head_removed_is_seen(chain: int) -> None:
    AuditEvent.objects.filter(seq__gt=chain - 2).delete()
    audit.head_path().unlink()
    assert audit.verify() == {"rows": chain - 2, "ok": False, "first_bad": chain - 1}


def test_with_another_key_the_first_row_is_bad(chain: int, tmp_path: Path, settings: Any) -> None:
    keys.create_missing(tmp_path)
    settings.KEYS_DIR = tmp_path
    assert audit.verify()["first_bad"] == 1


def test_a_chain_written_anew_with_another_key_is_seen(chain: int, tmp_path: Path, settings: Any) -> None:
    """Who makes a key of his own and a fitting chain is betrayed by the true key."""
    true, settings.KEYS_DIR = settings.KEYS_DIR, tmp_path
    keys.create_missing(tmp_path)
    previous = ""
    for event in AuditEvent.objects.order_by("seq"):
        event.actor = "ai khác" if event.seq == chain - 1 else event.actor
        event.mac = audit._mac(audit._key(), previous, audit._row(event))
        event.save()
        previous = event.mac
    settings.KEYS_DIR = true
    assert audit.verify()["first_bad"] == 1


@pytest.fixture(autouse=True)
def own_head(db: None) -> Any:
    """Each test begins with the head of the chain it finds, and leaves it so."""
    path = Path(settings.DATA_DIR) / "audit-head.json"
    before = path.read_bytes() if path.exists() else None
    yield
    if before is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(before)
