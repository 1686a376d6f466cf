"""The audit chain: every write, export, print, sign-in and every read of protection data leaves a link.

A row names ids, field names and digests, never values. Links are chained by HMAC-SHA256 and written in the same
transaction as the act. The head (count, mac) is also kept in a file, so that a cut tail is seen.
"""
from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from . import clock, keys, sequence
from .models import AuditEvent, plain

FIELDS = ("seq", "at", "actor", "role", "verb", "what", "record_id", "fields", "digest", "purpose")


def actor_of(by: Any) -> tuple[str, str]:
    """Return (actor, role) of a user, or of a command such as "cli:lan"."""
    if by is None:
        return "system", ""
    if isinstance(by, str):
        return by, ""
    return f"user:{by.pk}", getattr(by, "role_code", "") or ""


def digest_of(values: dict[str, Any]) -> str:
    """Return the SHA-256 of a row's values, so that a later change can be told without keeping them here."""
    text = json.dumps({k: plain(v) for k, v in sorted(values.items())}, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def record(by: Any, verb: str, what: str = "", record_id: Any = "", *, fields: Iterable[str] = (),
           digest: str = "", purpose: str = "") -> AuditEvent:
    """Add a link to the chain. Call inside the transaction of the act (a read opens its own)."""
    actor, role = actor_of(by)
    with transaction.atomic():
        seq = sequence.take(name="audit")
        previous = AuditEvent.objects.filter(seq=seq - 1).values_list("mac", flat=True).first() or ""
        event = AuditEvent(seq=seq, at=clock.now(), actor=actor, role=role, verb=verb, what=what,
                           record_id=str(record_id), fields=",".join(fields), digest=digest, purpose=purpose)
        event.mac = _mac(_key(), previous, _row(event))
        event.save(force_insert=True)
        transaction.on_commit(lambda: _keep_head(event.seq, event.mac))
    return event


def _key() -> bytes:
    return keys.read(Path(settings.KEYS_DIR), "audit")


def _row(event: AuditEvent) -> str:
    values = [getattr(event, name) for name in FIELDS]
    values[1] = event.at.isoformat(timespec="microseconds")
    return json.dumps(values, ensure_ascii=False)


def _mac(key: bytes, previous: str, row: str) -> str:
    return hmac.new(key, f"{previous}\n{row}".encode(), hashlib.sha256).hexdigest()


def head_path() -> Path:
    return Path(settings.DATA_DIR) / "audit-head.json"


def _keep_head(seq: int, mac: str) -> None:
    known = read_head()
    if known and known["seq"] >= seq:
        return
    path = head_path()
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({"seq": seq, "mac": mac}), encoding="ascii")
    os.replace(draft, path)


def read_head() -> dict[str, Any] | None:
    """Return {"seq", "mac"} as last kept outside the database, or None."""
    try:
        return json.loads(head_path().read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def verify() -> dict[str, Any]:
    """Walk the chain. Returns {"rows", "ok", "first_bad"}; first_bad is a sequence number or None.

    A row that is missing, altered or out of order is the first bad one; so is the first row of a cut tail,
    known from the head kept outside the database.
    """
    key, previous, expected = _key(), "", 1
    macs: dict[int, str] = {}
    head = read_head()
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        mac = _mac(key, previous, _row(event))
        if event.seq != expected or not hmac.compare_digest(mac, event.mac):
            return {"rows": AuditEvent.objects.count(), "ok": False, "first_bad": min(expected, event.seq)}
        if head and event.seq == head["seq"]:
            macs[event.seq] = mac
        previous, expected = mac, expected + 1
    rows = expected - 1
    if head and head["seq"] > rows:
        return {"rows": rows, "ok": False, "first_bad": expected}
    if head and macs.get(head["seq"], head["mac"]) != head["mac"]:
        return {"rows": rows, "ok": False, "first_bad": head["seq"]}
    return {"rows": rows, "ok": True, "first_bad": None}
