"""Words nobody here may use as a password."""
from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mangnon.core.names import fold

LOCAL_WORDS = ("mangnon", "hoangtrung", "hoangphu", "hoanghoa", "thanhhoa", "treem", "matkhau", "password", "123456")


class LocalWordsValidator:
    """Refuse passwords that hardly hide the place or the program."""

    def validate(self, password: str, user: Any = None) -> None:
        flat = fold(password).replace(" ", "")
        hit = next((word for word in LOCAL_WORDS if word in flat and len(flat) < len(word) + 8), None)
        if hit:
            raise ValidationError(_("Mật khẩu này dễ đoán vì có tên địa phương hoặc chữ thường gặp. "
                                    "Hãy ghép ba, bốn từ không liên quan."))

    def get_help_text(self) -> str:
        return _("Ít nhất 10 ký tự; ghép ba, bốn từ không liên quan là dễ nhớ và khó đoán.")
