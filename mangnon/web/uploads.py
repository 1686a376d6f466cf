"""Files that people hand in: kept in the data folder under a name that tells nothing, small, and of a few known kinds.

The name is our own, so that nothing of a person stands in a path; what a file is called stands in the row that owns it.
"""
from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mangnon.core.drafts import whole

MOST = 8 * 1024 * 1024
"""Bytes of one file."""
KINDS = {"pdf": (b"%PDF-", "application/pdf"), "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
         "jpg": (b"\xff\xd8\xff", "image/jpeg")}
"""Ending to how such a file begins and what a browser is told it is."""
_NAME = re.compile(r"[0-9a-f]{32}\.(pdf|png|jpg)")


class UploadField(forms.FileField):
    """A PDF or a picture; what it is is read from its first bytes, never from its name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}))
        super().__init__(**kwargs)
        self.error_messages["empty"] = gettext_lazy("Tệp này trống. Hãy chọn tệp khác.")

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > MOST:
            raise ValidationError(_("Tệp lớn quá 8 MB. Hãy chụp hoặc quét lại nhẹ hơn."))
        if not ending_of(file):
            raise ValidationError(_("Chỉ nhận PDF, ảnh PNG hoặc JPEG. Tệp này không phải loại ấy."))
        return file


def ending_of(file: Any) -> str:
    """pdf, png or jpg by the first bytes; empty for everything else."""
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    return next((ending for ending, (begins, _type) in KINDS.items() if start.startswith(begins)), "")


def _folder() -> Path:
    folder = Path(settings.UPLOADS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def store(file: Any) -> str:
    """Keep a file that UploadField took; returns its name in the folder."""
    name = f"{uuid.uuid4().hex}.{ending_of(file)}"
    with whole(_folder() / name) as draft:
        draft.write_bytes(file.read())
    return name


def served(name: str, title: str) -> FileResponse:
    """The file as a download. Raises Http404 where there is none of that name."""
    found = _NAME.fullmatch(name)
    path = _folder() / name
    if found is None or not path.is_file():
        raise Http404
    plain = re.sub(r"[^\w .-]", "", title)[:80].strip() or "tep"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{plain}.{found[1]}",
                          content_type=KINDS[found[1]][1])
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
