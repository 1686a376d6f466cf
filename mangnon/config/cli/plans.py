"""mangnon plan check."""
from __future__ import annotations

import argparse
from typing import Any

from . import paths, prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    plan = commands.add_parser("plan", help="kế hoạch").add_subparsers(dest="what", required=True)
    check = plan.add_parser("check", parents=[common], help="soát một tệp kế hoạch")
    check.add_argument("file", metavar="FILE", nargs="?", help="tệp .toml; không nêu thì soát kế hoạch đang dùng")
    check.add_argument("--format", choices=["text", "json"], default="text")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from mangnon.config.cli import show
    from mangnon.plan.check import check_file, render_json

    problems = check_file(paths.source(options.file), _counts()) if options.file else _problems_in_use()
    if options.format == "json":
        show(render_json(problems))
    else:
        for problem in problems:
            where = ", ".join(problem.measures) or f"Dòng {problem.line}"
            print(problem.text if problem.text.startswith("Dòng ") else f"{where}: {problem.text}")
        print(f"{len(problems)} điều cần xem." if problems else "Không thấy điều gì cần xem.")
    return 0


def _counts() -> dict[str, int] | None:
    """Births, children and schools of the register in use, or None where there is none."""
    try:
        prepare.ready()
    except prepare.NothingThere:
        return None
    from mangnon.indicators.population import counts_in_use

    return counts_in_use()


def _problems_in_use() -> list[Any]:
    """Of the commune's plan with what is filled in beside it; of the built-in plan where there is no register."""
    from mangnon.plan.check import check_text
    from mangnon.plan.document import builtin_text

    try:
        prepare.ready()
    except prepare.NothingThere:
        return check_text(builtin_text())
    from mangnon.plan.in_use import plan_in_use, problems_of

    plan = plan_in_use()
    return problems_of(plan) if plan else check_text(builtin_text(), _counts())
