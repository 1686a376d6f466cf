"""A case as one sealed file, and the receipt that answers it. Pure.

File: magic, scrypt salt, nonce, then AES-256-GCM over the whole, magic and salt authenticated with it: a cut, altered
or lengthened file does not open. Receipt: magic, the file's number, then sealed and signed with keys drawn from the one
that lies inside the file: only who opened the file can have written it.
"""
from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC, RECEIPT = b"MNVUVIEC", b"MNBIENNH"
SALT, NONCE, NUMBER, SIGN = 16, 12, 16, 32
MOST = 20 << 20
"""Bytes of the largest file that is read."""
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class NotOpened(Exception):
    """A file or a receipt does not open; ``code`` says why: foreign, wrong (passphrase, cut or altered), other."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def new_passphrase() -> str:
    """K7Q4M-…: five groups of five letters, some 123 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _n in range(5)) for _group in range(5))


def _plain(passphrase: str) -> bytes:
    """A passphrase as it is used: however spaced and in whatever case it is typed."""
    return "".join(passphrase.split()).replace("-", "").upper().encode()


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(_plain(passphrase)))


def seal_file(content: dict[str, Any], passphrase: str) -> bytes:
    salt, nonce = secrets.token_bytes(SALT), secrets.token_bytes(NONCE)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    return MAGIC + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, text, MAGIC + salt)


def open_file(data: bytes, passphrase: str) -> dict[str, Any]:
    """What was sealed. Raises NotOpened."""
    head = len(MAGIC) + SALT
    if data[:len(MAGIC)] != MAGIC or len(data) > MOST:
        raise NotOpened("foreign")
    if len(data) < head + NONCE + 16:
        raise NotOpened("wrong")
    try:
        text = _cipher(passphrase, data[len(MAGIC):head]).decrypt(data[head:head + NONCE], data[head + NONCE:],
                                                                 data[:head])
        found = json.loads(text)
    except (InvalidTag, ValueError):
        raise NotOpened("wrong") from None
    if not isinstance(found, dict):
        raise NotOpened("wrong")
    return found


def _key(own: bytes, what: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"mangnon receipt\n" + what).derive(own)


def make_receipt(number: uuid.UUID, own: bytes, answer: dict[str, Any]) -> bytes:
    """The answer to a file, by the file's own key."""
    nonce = secrets.token_bytes(NONCE)
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True).encode()
    head = RECEIPT + number.bytes
    body = head + nonce + AESGCM(_key(own, b"seal")).encrypt(nonce, text, head)
    return body + hmac.new(_key(own, b"sign"), body, hashlib.sha256).digest()


def number_of(receipt: bytes) -> uuid.UUID:
    """Which file a receipt answers. Raises NotOpened."""
    head = len(RECEIPT) + NUMBER
    if receipt[:len(RECEIPT)] != RECEIPT or not head + NONCE + 16 + SIGN <= len(receipt) <= MOST:
        raise NotOpened("foreign")
    return uuid.UUID(bytes=receipt[len(RECEIPT):head])


def read_receipt(receipt: bytes, own: bytes) -> dict[str, Any]:
    """What a receipt says. Raises NotOpened where it is not whole, or was not written with this key."""
    number_of(receipt)
    body, head = receipt[:-SIGN], len(RECEIPT) + NUMBER
    if not hmac.compare_digest(receipt[-SIGN:], hmac.new(_key(own, b"sign"), body, hashlib.sha256).digest()):
        raise NotOpened("wrong")
    try:
        answer = json.loads(AESGCM(_key(own, b"seal")).decrypt(body[head:head + NONCE], body[head + NONCE:],
                                                               body[:head]))
    except (InvalidTag, ValueError):
        raise NotOpened("wrong") from None
    if not isinstance(answer, dict) or answer.get("verdict") not in ("accepted", "refused"):
        raise NotOpened("wrong")
    return answer
