"""mangnon match REGISTER.csv LIST.csv OUT.csv."""
from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    match = commands.add_parser("match", parents=[common], help="ghép một danh sách với sổ: chắc, cần xem, hay chưa có")
    for name, metavar in (("register", "REGISTER.csv"), ("list", "LIST.csv"), ("target", "OUT.csv")):
        match.add_argument(name, metavar=metavar)
    match.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say
    from mangnon.intake import match_file

    done = match_file.run(Path(options.register), Path(options.list), Path(options.target))
    say(f"Đã ghép {done.total()} dòng: {done['match']} chắc chắn, {done['review']} cần người xem, "
        f"{done['none']} chưa có.")
    return 0
