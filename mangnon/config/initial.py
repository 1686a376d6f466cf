"""A new, empty commune from its plan file, and the one-time link with which the first person sets up."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mangnon.config.cli import making, prepare


def new_commune(file: Path, *, by: Any, progress: Callable[[str], None], port: int = 8000) -> str:
    """Make the data folder, adopt the plan, make the first account. Returns the text with the set-up link.

    Raises NotReady for a folder that holds data, PlanError for a plan that cannot be read or followed.
    """
    from mangnon.plan.check import refuse_faulty
    from mangnon.plan.document import PlanError, parse, read_text

    text = read_text(file)
    document = parse(text)
    refuse_faulty(document)
    path = prepare.data_folder()
    if making.finished(path):
        making.refuse_unusable(path)
        # A making that was cut off before its commune stood is gone on with.
        if not making.holds_nothing(path):
            raise prepare.NotReady(f"Thư mục {path} đã có dữ liệu nên không tạo xã mới ở đó. "
                                   "Hãy chọn một thư mục trống: --data THƯ_MỤC.")
    with prepare.made(progress=progress):
        from django.core.exceptions import ValidationError
        from django.db import transaction

        from mangnon.accounts.setup import first_account
        from mangnon.plan.actions import adopt, place_of

        try:
            with transaction.atomic():
                adopt(text, by=by, unit=place_of(document, by=by))
                token = first_account(by=by)
        except ValidationError as error:  # a village without a name, and whatever else the register refuses
            raise PlanError(f"Dòng {document.line_of('plan', '')}: mục [plan] có điều không dùng được: "
                            f"{' '.join(error.messages)} Hãy sửa tệp kế hoạch rồi chạy lại.") from None
    return (f"Đã tạo xã mới trong {path}.\n"
            f"1. Mở chương trình: mangnon start --data {path}\n"
            f"2. Vào liên kết này trong 24 giờ để đặt mật khẩu và xác thực hai lớp:\n"
            f"   http://localhost:{port}/tai-khoan/thiet-lap/{token}/")
