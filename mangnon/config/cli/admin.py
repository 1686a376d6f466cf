"""mangnon check, audit verify, backup, restore, bench."""
from __future__ import annotations

import argparse
import getpass
import os
import sys
from typing import Any

from . import paths, prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    check = commands.add_parser("check", parents=[common], help="soát sức khỏe của dữ liệu và chương trình")
    check.add_argument("--format", choices=["text", "json"], default="text")
    check.set_defaults(run=_check)
    audit = commands.add_parser("audit", help="nhật ký").add_subparsers(dest="what", required=True)
    verify = audit.add_parser("verify", parents=[common], help="soát chuỗi nhật ký")
    verify.add_argument("--format", choices=["text", "json"], default="text")
    verify.set_defaults(run=_verify)
    secret = argparse.ArgumentParser(add_help=False)
    secret.add_argument("--passphrase-file", metavar="FILE", help="tệp chứa mật khẩu sao lưu")
    backup = commands.add_parser("backup", parents=[common, secret], help="sao lưu vào một tệp mã hóa")
    backup.add_argument("file", metavar="FILE")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", parents=[common, secret], help="khôi phục vào một thư mục trống")
    restore.add_argument("file", metavar="FILE")
    restore.add_argument("--into", required=True, metavar="DIR")
    restore.set_defaults(run=_restore)
    bench = commands.add_parser("bench", parents=[common], help="phép đo tốc độ của chính dự án")
    bench.add_argument("name", metavar="NAME", nargs="?")
    bench.add_argument("--format", choices=["text", "json"], default="text")
    bench.set_defaults(run=_bench)


def _check(options: argparse.Namespace) -> int:
    from mangnon.config.cli import show

    prepare.ready()
    from mangnon.config.health import findings

    found = findings()
    if options.format == "json":
        show({"ok": all(f.ok for f in found), "checks": [vars(f) for f in found]})
    else:
        for finding in found:
            print(f"{'được' if finding.ok else 'CẦN XEM'}  {finding.name}: {finding.text}")
    return 0 if all(f.ok for f in found) else 1


def _verify(options: argparse.Namespace) -> int:
    from mangnon.config.cli import show

    prepare.ready()
    from mangnon.core import audit

    answer = audit.verify()
    if options.format == "json":
        show(answer)
    elif answer["ok"]:
        print(f"Chuỗi nhật ký nguyên vẹn, {answer['rows']} dòng.")
    else:
        print(f"Chuỗi nhật ký bị sửa hoặc mất từ dòng {answer['first_bad']}. Hãy báo người quản trị và thanh tra.")
    return 0 if answer["ok"] else 1


def _passphrase(options: argparse.Namespace, *, twice: bool) -> str:
    from mangnon.config.cli import Refused

    if options.passphrase_file:
        try:
            text = paths.source(options.passphrase_file).read_text(encoding="utf-8-sig").strip("\r\n")
        except UnicodeDecodeError:
            raise Refused(f"Tệp mật khẩu {options.passphrase_file} không phải chữ UTF-8. "
                          "Hãy lưu lại tệp với mã UTF-8.") from None
    elif "MANGNON_PASSPHRASE" in os.environ:
        text = os.environ["MANGNON_PASSPHRASE"]
    elif sys.stdin.isatty():
        text = getpass.getpass("Mật khẩu sao lưu: ")
        if twice and text != getpass.getpass("Gõ lại mật khẩu: "):
            raise Refused("Hai lần gõ khác nhau nên chưa sao lưu. Hãy chạy lại lệnh.")
    else:
        text = ""
    if not _is_text(text):
        raise Refused("Mật khẩu trong biến MANGNON_PASSPHRASE không phải chữ UTF-8. Hãy dùng --passphrase-file TỆP.")
    if not text:
        raise Refused("Cần mật khẩu sao lưu: dùng --passphrase-file TỆP hoặc biến MANGNON_PASSPHRASE.")
    return text


def _is_text(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


def _backup(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say, who

    target = paths.target(options.file)
    prepare.ready()
    passphrase = _passphrase(options, twice=True)
    from mangnon.config.backup import back_up

    size = back_up(target, passphrase, by=who())
    say(f"Đã sao lưu vào {options.file} ({size // 1024} KB). Hãy giữ mật khẩu ở nơi khác với tệp này.")
    return 0


def _restore(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say

    source, into = paths.source(options.file), paths.new_folder(options.into)
    passphrase = _passphrase(options, twice=False)
    from mangnon.config.backup import restore

    restore(source, into, passphrase)
    say(f"Đã khôi phục vào {options.into}. Mở bằng: mangnon start --data {options.into}")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from mangnon.config.bench import run, tell
    from mangnon.config.cli import show

    results = run(options.name)
    if options.format == "json":
        show(results)
    else:
        tell(results)
    return 0
