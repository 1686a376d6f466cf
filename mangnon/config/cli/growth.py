"""mangnon growth IN.csv OUT.csv."""
from __future__ import annotations

import argparse
from typing import Any

from . import paths


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    growth = commands.add_parser("growth", parents=[common], help="tính z-score tăng trưởng theo chuẩn WHO")
    growth.add_argument("source", metavar="IN.csv")
    growth.add_argument("target", metavar="OUT.csv")
    growth.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say
    from mangnon.health import growth_file

    source = paths.source(options.source)
    done = growth_file.run(source, paths.target(options.target, source), say)
    say(f"Đã tính {done['rows']} dòng.")
    return 0
