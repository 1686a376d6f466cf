"""Sealed text: what a database, a log or a stolen backup of the disk must never tell.

AES-256-GCM with a key that lives outside the database (``keys/sealing``). Each row has a key of its own, derived from
that one by HKDF, and the name of the field is authenticated with it: text moved to another row or another field does
not open. A sealed text names the key it was made with by a fingerprint, so that a wrong key file says so instead of
being taken for damage.
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from . import keys

MARK = "niem1."
"""How a sealed text begins; what does not begin so was never sealed."""
NONCE, PRINT = 12, 4


class Broken(Exception):
    """A sealed text does not open: another row's, another field's, altered, or sealed with another key."""


def _master() -> bytes:
    return keys.read(Path(settings.KEYS_DIR), "sealing")


def fingerprint(key: bytes) -> bytes:
    """Tell keys apart without telling anything of them."""
    return hashlib.sha256(b"mangnon sealing key\n" + key).digest()[:PRINT]


def print_of(text: str) -> bytes:
    """The fingerprint of the key that a text was sealed with; b"" for what was never sealed."""
    try:
        return base64.urlsafe_b64decode(text.removeprefix(MARK).encode())[:PRINT] if is_sealed(text) else b""
    except ValueError:
        return b""


def _cipher(row: uuid.UUID) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=None, info=b"mangnon row\n" + row.bytes).derive(_master()))


def seal(text: str, *, row: uuid.UUID, field: str) -> str:
    """Return the text sealed for one field of one row; nothing stays nothing."""
    if not text:
        return ""
    nonce = secrets.token_bytes(NONCE)
    sealed = _cipher(row).encrypt(nonce, text.encode(), field.encode())
    return MARK + base64.urlsafe_b64encode(fingerprint(_master()) + nonce + sealed).decode()


def unseal(text: str, *, row: uuid.UUID, field: str) -> str:
    """Return what was sealed. Raises Broken where it does not open."""
    if not text:
        return ""
    try:
        raw = base64.urlsafe_b64decode(text.removeprefix(MARK).encode()) if is_sealed(text) else b""
    except ValueError:
        raw = b""
    if len(raw) <= PRINT + NONCE:
        raise Broken("không phải chữ niêm phong")
    if raw[:PRINT] != fingerprint(_master()):
        raise Broken("niêm phong bằng khóa khác: hãy chép lại đúng tệp keys/sealing")
    try:
        return _cipher(row).decrypt(raw[PRINT:PRINT + NONCE], raw[PRINT + NONCE:], field.encode()).decode()
    except InvalidTag:
        raise Broken("chữ niêm phong không mở được: đã bị sửa, hoặc của dòng khác") from None


def seal_values(values: dict[str, Any], *, row: uuid.UUID, field: str) -> str:
    """Seal several values as one JSON text; empty ones are left out."""
    kept = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return seal(json.dumps(kept, ensure_ascii=False, sort_keys=True), row=row, field=field) if kept else ""


def unseal_values(text: str, *, row: uuid.UUID, field: str) -> dict[str, Any]:
    """The values that were sealed together; none where there is nothing."""
    return json.loads(unseal(text, row=row, field=field) or "{}")


def is_sealed(text: str) -> bool:
    return text.startswith(MARK)


def blind(value: str, *, what: str) -> str:
    """Return a mark by which equal values are known again and nothing else: HMAC under a key of its own.

    For numbers that must be compared without standing in the database (a suspect's telephone against the users').
    """
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"mangnon blind\n" + what.encode()).derive(_master())
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):
    """Holds only what ``seal`` gave; plain text written here is our own error and stops at once."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        if text and not is_sealed(text):
            raise ValueError(f"plain text in the sealed field {self.name}")
        return text
