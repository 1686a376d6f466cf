"""Invented words for the style page."""
from __future__ import annotations

from typing import Any

SAMPLES: dict[str, Any] = {
    "states": [("dat", "đạt"), ("chua", "chưa đạt"), ("chuaro", "chưa đủ để kết luận"), ("khong", "không phát sinh"),
               ("trong", "chưa có số liệu"), ("khongdat", "không đặt chỉ tiêu"), ("qua", "quá hạn"),
               ("cho", "đang chờ"), ("tuchoi", "từ chối")],
}
