"""The audit chain: every write, export, print, sign-in and every read of protection data leaves a link.

A row names ids, field names and digests, never values. Links are chained by HMAC-SHA256 and written in the same
transaction as the act. The head (count, mac) is also kept in a file, so that a cut tail is seen.
"""
from __future__ import annotations

import hashlib
import hmac
import json
import os
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, transaction

from . import clock, keys, sequence
from .models import AuditEvent, plain

_HEAD = threading.Lock()
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
    """Write the head beside the database, sealed with the key: whoever cuts the tail cannot write an older one."""
    with _HEAD:
        known = read_head()
        if known and known["seq"] >= seq and _is_ours(known):
            return
        text = json.dumps({"seq": seq, "mac": mac, "seal": _seal(seq, mac)})
        descriptor, draft = tempfile.mkstemp(dir=head_path().parent, prefix=".audit-head-")
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
        os.replace(draft, head_path())


def _seal(seq: int, mac: str) -> str:
    return hmac.new(_key(), f"head\n{seq}\n{mac}".encode(), hashlib.sha256).hexdigest()


def _is_ours(head: dict[str, Any]) -> bool:
    return hmac.compare_digest(str(head.get("seal", "")), _seal(head["seq"], head["mac"]))


def read_head() -> dict[str, Any] | None:
    """Return {"seq", "mac", "seal"} as last kept outside the database, or None where it cannot be read."""
    try:
        head = json.loads(head_path().read_text(encoding="ascii"))
        return {"seq": int(head["seq"]), "mac": str(head["mac"]), "seal": str(head.get("seal", ""))}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError)
"""What reading a row raises where a column holds what is none of its kind (SQLite keeps anything anywhere)."""


def _rows() -> Iterator[AuditEvent | None]:
    """The chain in order; None for a row that cannot be read, and none after it."""
    chain, given = AuditEvent.objects.order_by("seq"), 0
    for size in (2000, 1):  # one that cannot be read hides its whole block: the second time they come one by one
        try:
            for event in chain[given:].iterator(chunk_size=size):
                yield event
                given += 1
            return
        except _UNREADABLE:
            continue
        except OperationalError as error:
            if "decode" not in str(error).lower():
                raise
    yield None


def _mac_of(event: AuditEvent | None, previous: str, key: bytes) -> str:
    """What a row's MAC must be; "" for a row that cannot be read."""
    try:
        return _mac(key, previous, _row(event)) if event else ""
    except _UNREADABLE:
        return ""


def _same(mac: str, kept: Any) -> bool:
    """compare_digest takes no other letters than ASCII's, and a database may hold any."""
    return bool(mac) and isinstance(kept, str) and hmac.compare_digest(mac.encode(), kept.encode())


def fits(key: bytes) -> bool:
    """Whether the chain was begun with this key; a chain without a link fits any."""
    first = next(_rows(), None)
    return not AuditEvent.objects.exists() or (first is not None and _same(_mac_of(first, "", key), first.mac))


def verify() -> dict[str, Any]:
    """Walk the chain. Returns {"rows", "ok", "first_bad"}; first_bad is a sequence number or None.

    A row that is missing, altered or out of order is the first bad one; so is the first row of a cut tail, known from
    the head kept outside the database. Where that head is gone or not sealed by our key, nobody can vouch for what
    came after the last row: the number after it is named.
    """
    key, previous, rows, head_mac = _key(), "", 0, ""
    head = read_head()
    for event in _rows():
        mac = _mac_of(event, previous, key)
        if event is None or event.seq != rows + 1 or not _same(mac, event.mac):
            bad = rows + 1 if event is None else min(rows + 1, event.seq)
            return {"rows": AuditEvent.objects.count(), "ok": False, "first_bad": bad}
        if head and event.seq == head["seq"]:
            head_mac = mac
        previous, rows = mac, rows + 1
    if not rows and head is None:
        return {"rows": 0, "ok": True, "first_bad": None}
    if head is None or not _is_ours(head) or head["seq"] > rows:
        return {"rows": rows, "ok": False, "first_bad": rows + 1}
    if head_mac != head["mac"]:
        return {"rows": rows, "ok": False, "first_bad": head["seq"]}
    return {"rows": rows, "ok": True, "first_bad": None}
