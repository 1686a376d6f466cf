"""mangnon plan check."""
from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from . import prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    plan = commands.add_parser("plan", help="kế hoạch").add_subparsers(dest="what", required=True)
    check = plan.add_parser("check", parents=[common], help="soát một tệp kế hoạch")
    check.add_argument("file", metavar="FILE", nargs="?", help="tệp .toml; không nêu thì soát kế hoạch đang dùng")
    check.add_argument("--format", choices=["text", "json"], default="text")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from mangnon.config.cli import show
    from mangnon.plan.check import check_file, check_text, render_json
    from mangnon.plan.document import builtin_text

    counts: dict[str, int] | None = None
    if options.file:
        problems = check_file(Path(options.file), _counts())
    else:
        counts = _counts()
        problems = check_text(_text_in_use() or builtin_text(), counts)
    if options.format == "json":
        show(render_json(problems))
    else:
        for problem in problems:
            where = ", ".join(problem.measures) or f"dòng {problem.line}"
            print(f"{where}: {problem.text}")
        print(f"{len(problems)} điều cần xem." if problems else "Không thấy điều gì cần xem.")
    return 0


def _counts() -> dict[str, int] | None:
    """Births, children and schools of the register in use, or None where there is none."""
    try:
        prepare.ready()
    except prepare.NotReady:
        return None
    from mangnon.indicators.population import counts_in_use

    return counts_in_use()


def _text_in_use() -> str:
    try:
        prepare.ready()
    except prepare.NotReady:
        return ""
    from mangnon.plan.models import Plan

    plan = Plan.objects.order_by("from_on").last()
    return plan.text if plan else ""
