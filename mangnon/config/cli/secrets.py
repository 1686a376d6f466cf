"""mangnon keys print, keys restore: the recovery copy of the keys on paper, and back."""
from __future__ import annotations

import argparse
import os
import sys
from typing import Any

from . import making, paths, prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    group = commands.add_parser("keys", help="bản khóa dự phòng trên giấy").add_subparsers(dest="what", required=True)
    printing = group.add_parser("print", parents=[common], help="in bản khóa dự phòng")
    printing.add_argument("--out", metavar="FILE", help="tệp .pdf hoặc .txt; không nêu thì hiện ra màn hình")
    printing.set_defaults(run=_print)
    restore = group.add_parser("restore", parents=[common], help="gõ lại bản khóa dự phòng khi mất tệp khóa")
    restore.add_argument("file", metavar="FILE", nargs="?", help="tệp chữ có tám dòng; không nêu thì gõ vào")
    restore.set_defaults(run=_restore)


def _print(options: argparse.Namespace) -> int:
    from mangnon.config.cli import Refused, say, who
    from mangnon.core import drafts

    target = paths.target(options.out) if options.out else None
    if target is not None and target.suffix.lower() not in (".pdf", ".txt"):
        raise Refused("Tệp của bản khóa phải tên là .pdf hoặc .txt.")
    prepare.ready()
    from mangnon.accounts import recovery

    lines = recovery.print_lines(by=who())
    if target is None:
        print(recovery.as_text(lines), end="")
        return 0
    made = recovery.as_pdf(lines) if target.suffix.lower() == ".pdf" else recovery.as_text(lines).encode()
    with drafts.whole(target) as draft:
        # Nobody else on this computer reads it, not even while it is written.
        draft.touch(mode=0o600)
        draft.write_bytes(made)
    say(f"Đã ghi {options.out}. Hãy in hai tờ, cho vào phong bì dán kín, rồi xóa tệp này.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from mangnon.config.cli import Refused, say, who
    from mangnon.core import keys
    from mangnon.core.recovery import Slip, keys_in

    path = prepare.data_folder()
    making.refuse_unusable(path)
    if not _is_there(path):
        raise Refused(f"Thư mục {path} chưa có dữ liệu. Hãy nêu đúng thư mục của xã: --data THƯ_MỤC.")
    try:
        found = keys_in(_typed(options))
    except Slip as slip:
        raise Refused(f"{slip} Chưa ghi gì.") from None
    os.environ["MANGNON_DATA"] = str(path)
    prepare.setup_django()
    from mangnon.accounts import recovery

    try:
        written = recovery.put_back(found, by=who())
    except recovery.Refused as refused:
        raise Refused(str(refused)) from None
    if not (path / "keys" / "web").exists():
        keys.create_missing(path / "keys")
        say("Đã tạo lại khóa “web”: mọi người phải đăng nhập lại.")
    say(f"Đã ghi lại khóa {', '.join(written)}. Hãy chạy mangnon check, rồi cất bản in vào phong bì mới, dán kín."
        if written else "Các tệp khóa vẫn đủ và đúng với bản in; không phải ghi gì.")
    return 0


def _is_there(path: Any) -> bool:
    return bool(os.environ.get("MANGNON_DATABASE")) or (path / making.DATABASE).is_file()


def _typed(options: argparse.Namespace) -> str:
    from mangnon.config.cli import Refused, say

    if options.file:
        try:
            return paths.source(options.file).read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise Refused("Tệp bản khóa không phải chữ. Hãy gõ tám dòng vào một tệp .txt.") from None
    if sys.stdin.isatty():
        say("Gõ tám dòng, từ N1 tới K4; xong thì để một dòng trống.")
        rows = iter(sys.stdin.readline, "\n")
        return "".join(row for _n, row in zip(range(200), rows, strict=False) if row)
    return sys.stdin.read()
