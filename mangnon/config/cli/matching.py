"""mangnon match REGISTER.csv LIST.csv OUT.csv."""
from __future__ import annotations

import argparse
from typing import Any

from . import paths


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    match = commands.add_parser("match", parents=[common], help="ghép một danh sách với sổ: chắc, cần xem, hay chưa có")
    for name, metavar in (("register", "REGISTER.csv"), ("list", "LIST.csv"), ("target", "OUT.csv")):
        match.add_argument(name, metavar=metavar)
    match.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say
    from mangnon.intake import match_file

    register, list_ = paths.source(options.register), paths.source(options.list)
    done = match_file.run(register, list_, paths.target(options.target, register, list_))
    say(f"Đã ghép {done.total()} dòng: {done['match']} chắc chắn, {done['review']} cần người xem, "
        f"{done['none']} chưa có.")
    return 0
