"""A new, empty commune from its plan file, and the one-time link with which the first person sets up."""
from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mangnon.config.cli import prepare


def new_commune(file: Path, *, by: Any, progress: Callable[[str], None], port: int = 8000) -> str:
    """Make the data folder, adopt the plan, make the first account. Returns the text with the set-up link.

    Raises NotReady for a folder that holds data, PlanError for a plan that cannot be read.
    """
    from mangnon.plan.document import load

    document = load(file)
    path = Path(os.environ.get("MANGNON_DATA") or prepare._default_folder())
    if prepare._has_database(path):
        raise prepare.NotReady(f"Thư mục {path} đã có dữ liệu nên không tạo xã mới ở đó. "
                               "Hãy chọn một thư mục trống: --data THƯ_MỤC.")
    prepare.ready(make=True, progress=progress)
    from django.db import transaction

    from mangnon.accounts.setup import first_account
    from mangnon.plan.actions import adopt, place_of

    with transaction.atomic():
        adopt(file.read_text(encoding="utf-8-sig"), by=by, unit=place_of(document, by=by))
        token = first_account(by=by)
    return (f"Đã tạo xã mới trong {path}.\n"
            f"1. Mở chương trình: mangnon start --data {path}\n"
            f"2. Vào liên kết này trong 24 giờ để đặt mật khẩu và xác thực hai lớp:\n"
            f"   http://localhost:{port}/tai-khoan/thiet-lap/{token}/")
