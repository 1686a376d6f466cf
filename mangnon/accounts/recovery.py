"""The recovery copy of the keys: printed once, kept in an envelope, typed back where the key files are lost."""
from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction

from mangnon.core import audit, keys
from mangnon.core.models import AuditEvent
from mangnon.core.recovery import MARKS, lines_of
from mangnon.core.sealed import SealedTextField, fingerprint, print_of

WORDS = (
    "In hai tờ, mỗi tờ cho vào một phong bì riêng, dán kín, ký giáp lai lên mép dán.",
    "Một phong bì cất trong két của xã, một phong bì gửi cấp trên giữ.",
    "Không chụp ảnh, không chép vào máy, không gửi qua tin nhắn, thư điện tử.",
    "Khi mất tệp khóa: gõ tám dòng này vào lệnh mangnon keys restore. Gõ sai chữ nào, máy nói dòng ấy.",
    "Ai có tờ này cùng bản sao cơ sở dữ liệu thì đọc được mọi lời kể được niêm phong.")


class Refused(Exception):
    """The keys cannot be put back; the message says what to do."""


def _read() -> dict[str, bytes]:
    return {name: keys.read(Path(settings.KEYS_DIR), name) for name in MARKS}


def _mark(found: dict[str, bytes]) -> str:
    """Tells which keys were printed, and nothing of them."""
    return hashlib.sha256(b"mangnon printed keys\n" + b"".join(found[name] for name in sorted(found))).hexdigest()


def print_lines(*, by: Any) -> list[str]:
    """The eight lines, for paper; that they were printed is in the trail before they leave. Raises KeyMissing."""
    found = _read()
    with transaction.atomic():
        audit.record(by, "print", "core.recovery", digest=_mark(found))
    return [line for name in MARKS for line in lines_of(name, found[name])]


def printed() -> AuditEvent | None:
    """The last time the keys in use were printed; None where they never were."""
    try:
        mark = _mark(_read())
    except keys.KeyMissing:
        return None
    return AuditEvent.objects.filter(verb="print", what="core.recovery", digest=mark).order_by("-seq").first()


def put_back(found: dict[str, bytes], *, by: Any) -> list[str]:
    """Write the key files that are missing; returns their names. Raises Refused; overwrites nothing."""
    folder, missing = Path(settings.KEYS_DIR), []
    for name, key in found.items():
        path = folder / name
        if not path.exists():
            missing.append(name)
        elif not _holds(path, key):
            raise Refused(f"Thư mục {folder} đã có khóa “{name}”, khác với bản in. Chưa ghi gì. Nếu chắc tệp ấy sai, "
                          "hãy chuyển nó sang chỗ khác (đừng xóa) rồi chạy lại.")
    sealed_with = _seen()
    if sealed_with and sealed_with != fingerprint(found["sealing"]):
        raise Refused("Bản in này không phải của cơ sở dữ liệu này: lời kể được niêm phong bằng khóa khác. Chưa ghi "
                      "gì. Hãy tìm bản in của xã mình, bản mới nhất.")
    if not audit.fits(found["audit"]):
        raise Refused("Bản in này không phải của cơ sở dữ liệu này: nhật ký được nối bằng khóa khác. Chưa ghi gì. "
                      "Hãy tìm bản in của xã mình, bản mới nhất.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in missing:
        keys.write(folder, name, found[name].hex())
    keys.read.cache_clear()
    if missing:
        with transaction.atomic():
            audit.record(by, "restore", "core.recovery", fields=missing)
    return missing


def _holds(path: Path, key: bytes) -> bool:
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip()) == key
    except (ValueError, OSError):
        return False


def _seen() -> bytes:
    """The fingerprint of the key that the database was sealed with; b"" where nothing is sealed."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                text = model._default_manager.exclude(**{field.name: ""}).values_list(field.name, flat=True).first()
                if text:
                    return print_of(text)
    return b""


def as_text(lines: list[str]) -> str:
    """The sheet as plain text."""
    return os.linesep.join(["BẢN KHÓA DỰ PHÒNG CỦA MĂNG NON", "", *lines, "", *(f"- {word}" for word in WORDS), ""])


def as_pdf(lines: list[str]) -> bytes:
    """The sheet on one A4 page, with a code that a machine reads."""
    import io
    import json

    import segno
    import typst

    drawing = io.BytesIO()
    segno.make("\n".join(lines), error="m").save(drawing, kind="svg", scale=4, border=4)
    template = Path(__file__).with_name("recovery.typ")
    data = {"lines": lines, "words": WORDS, "code": drawing.getvalue().decode()}
    compiler = typst.Compiler(template.read_bytes(), root=str(template.parent),
                              sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    made: Any = compiler.compile(format="pdf")
    return bytes(made)
