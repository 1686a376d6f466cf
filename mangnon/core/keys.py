"""The three keys of a data folder: web secret, audit, sealing. They live beside the database, never in it."""
from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

NAMES = ("web", "audit", "sealing")


class KeyMissing(Exception):
    """A key file is not there; the message is a sentence for the user."""


def create_missing(folder: Path) -> None:
    """Make each key that is not there, readable by its owner only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in NAMES:
        if not (folder / name).exists():
            write(folder, name, secrets.token_hex(32))


def write(folder: Path, name: str, text: str) -> None:
    """Write a key that is not there, readable by its owner only.

    A key is there whole or not at all: half a key would be taken for a damaged one.
    """
    draft = folder / f".{name}.new"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / name)


@lru_cache(maxsize=12)
def read(folder: Path, name: str) -> bytes:
    """Return a key's bytes. Raises KeyMissing with what to do."""
    try:
        return bytes.fromhex((folder / name).read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise KeyMissing(
            f"Thiếu khóa “{name}” trong thư mục {folder}. Hãy chép lại thư mục keys từ bản sao lưu "
            "(mangnon restore), hoặc gõ lại bản khóa in trên giấy (mangnon keys restore); đừng tạo khóa mới: dữ "
            "liệu cũ sẽ không đọc được."
        ) from None
    except ValueError:
        raise KeyMissing(f"Khóa “{name}” trong thư mục {folder} bị hỏng. Hãy chép lại từ bản sao lưu.") from None
