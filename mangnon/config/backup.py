"""Back up and restore: database, uploads, keys, definitions, calendars and forms as one file under a passphrase.

File: magic, scrypt salt, then AES-256-GCM blocks (nonce = counter, the last block marked), so that a file of any
size streams through little memory and a cut or altered file is refused as a whole. Inside: a tar archive.
"""
from __future__ import annotations

import io
import json
import os
import secrets
import sqlite3
import struct
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mangnon.core import drafts

MAGIC = b"MANGNON1"
BLOCK = 1 << 20
SALT = 16


class BackupError(Exception):
    """A backup cannot be made or read; the message says what to do."""


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


def _nonce(number: int, *, last: bool) -> bytes:
    return struct.pack(">IQ", 1 if last else 0, number)


def encrypt(source: IO[bytes], target: IO[bytes], passphrase: str) -> None:
    """Copy source to target, encrypted block by block."""
    salt = secrets.token_bytes(SALT)
    cipher = _cipher(passphrase, salt)
    target.write(MAGIC + salt)
    number, block = 0, source.read(BLOCK)
    while True:
        following = source.read(BLOCK)
        sealed = cipher.encrypt(_nonce(number, last=not following), block, MAGIC)
        target.write(struct.pack(">I", len(sealed)) + sealed)
        if not following:
            return
        number, block = number + 1, following


def decrypt(source: IO[bytes], passphrase: str) -> Iterator[bytes]:
    """Yield the blocks of an encrypted file. Raises BackupError: not a backup, wrong passphrase, cut or altered."""
    head = source.read(len(MAGIC) + SALT)
    if head[: len(MAGIC)] != MAGIC or len(head) < len(MAGIC) + SALT:
        raise BackupError("Tệp này không phải bản sao lưu của Măng Non. Hãy chọn đúng tệp.")
    cipher = _cipher(passphrase, head[len(MAGIC):])
    number, sealed = 0, _next(source)
    while sealed is not None:
        following = _next(source)
        try:
            yield cipher.decrypt(_nonce(number, last=following is None), sealed, MAGIC)
        except InvalidTag:
            raise BackupError(_why(cipher, number, sealed, is_last=following is None)) from None
        number, sealed = number + 1, following
    if number == 0:
        raise BackupError("Bản sao lưu bị cắt. Hãy dùng bản sao lưu khác.")


def _why(cipher: AESGCM, number: int, sealed: bytes, *, is_last: bool) -> str:
    """A block that reads well as what it does not stand as tells what happened to the file."""
    try:
        cipher.decrypt(_nonce(number, last=not is_last), sealed, MAGIC)
    except InvalidTag:
        return ("Không mở được bản sao lưu: sai mật khẩu, hoặc tệp bị cắt hay bị sửa. "
                "Hãy thử lại mật khẩu hoặc dùng bản sao lưu khác.")
    if is_last:
        return "Bản sao lưu bị cắt. Hãy dùng bản sao lưu khác."
    return "Bản sao lưu đã bị sửa: có thêm byte lạ sau phần cuối. Hãy dùng bản sao lưu khác."


def _next(source: IO[bytes]) -> bytes | None:
    """The next sealed block, b"" for bytes that are none, None at the end."""
    size = source.read(4)
    if not size:
        return None
    length = struct.unpack(">I", size)[0] if len(size) == 4 else 0
    return source.read(length) if length <= BLOCK + 16 else b""


def back_up(target: Path, passphrase: str, *, by: Any) -> int:
    """Write an encrypted backup while the program runs; the old file stays until the new one is whole.

    Returns the size in bytes.
    """
    from django.conf import settings
    from django.db import connection, transaction

    from mangnon.core import audit

    if connection.vendor != "sqlite":
        raise BackupError("Dữ liệu này nằm trên máy chủ PostgreSQL. Hãy sao lưu bằng công cụ của máy chủ (pg_dump).")
    with transaction.atomic():
        audit.record(by, "backup", "folder")
    data = Path(settings.DATA_DIR)
    with tempfile.TemporaryDirectory(dir=data, prefix="backup-") as room:
        archive = Path(room) / "archive.tar"
        _pack(data, archive, Path(room))
        with drafts.whole(target) as draft, archive.open("rb") as source, _private(draft) as sealed:
            encrypt(source, sealed, passphrase)
            sealed.flush()
            os.fsync(sealed.fileno())
    return target.stat().st_size


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _pack(data: Path, archive: Path, room: Path) -> None:
    from django.db import connection

    from mangnon.core import audit

    # Before the copy: rows that come in between are no cut tail.
    head = json.dumps(audit.read_head() or {}).encode()
    copy = room / "mangnon.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(copy) as target:
        connection.connection.backup(target, pages=2000)
    target.close()
    with tarfile.open(archive, "w") as tar:
        tar.add(copy, "mangnon.sqlite3")
        for name in ("keys", "uploads", "definitions", "lich", "mau"):
            if (data / name).exists():
                tar.add(data / name, name)
        info = tarfile.TarInfo("audit-head.json")
        info.size = len(head)
        tar.addfile(info, io.BytesIO(head))


def restore(source: Path, into: Path, passphrase: str) -> None:
    """Unpack a backup into an empty folder; the folder appears only when everything was read and is sound."""
    if into.is_dir() and any(into.iterdir()):
        raise BackupError(f"Thư mục {into} không trống. Hãy chọn một thư mục trống để không ghi đè dữ liệu.")
    if not source.is_file():
        raise BackupError(f"Không thấy tệp {source}. Hãy kiểm tra lại đường dẫn.")
    if not drafts.may_be_replaced(into):
        raise BackupError(f"Không khôi phục thẳng vào {into} được. Hãy nêu một thư mục mới bên trong nó.")
    with drafts.whole_folder(into) as room:
        _unpack(source, room, passphrase)
        _sound(room / "mangnon.sqlite3")


def _unpack(source: Path, room: Path, passphrase: str) -> None:
    with tempfile.TemporaryFile(dir=room.parent) as archive:
        with source.open("rb") as sealed:
            for block in decrypt(sealed, passphrase):
                archive.write(block)
        archive.seek(0)
        try:
            with tarfile.open(fileobj=archive) as tar:
                tar.extractall(room, filter="data")
        except tarfile.TarError:
            raise BackupError("Bản sao lưu bị hỏng. Hãy dùng bản sao lưu khác.") from None
    for path in room.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _sound(database: Path) -> None:
    if not database.is_file():
        raise BackupError("Bản sao lưu không có cơ sở dữ liệu. Hãy dùng bản sao lưu khác.")
    connection = sqlite3.connect(database)
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError:
        verdict = "damaged"
    finally:
        connection.close()
    if verdict != "ok":
        raise BackupError("Cơ sở dữ liệu trong bản sao lưu bị hỏng. Hãy dùng bản sao lưu khác.")
