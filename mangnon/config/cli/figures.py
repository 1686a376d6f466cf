"""mangnon indicators."""
from __future__ import annotations

import argparse
import csv
import sys
from typing import Any

from . import prepare, words


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    figures = commands.add_parser("indicators", parents=[common], help="34 dòng chỉ tiêu của một đơn vị, một năm")
    figures.add_argument("--unit", required=True, metavar="CODE[@D]")
    figures.add_argument("--year", required=True, type=int)
    figures.add_argument("--as-of", type=words.day, metavar="D")
    figures.add_argument("--borders", type=words.day, metavar="D")
    figures.add_argument("--children", metavar="MEASURE", help="danh sách mã đằng sau một dòng")
    figures.add_argument("--format", choices=["json", "csv"], default="json")
    figures.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import show, who

    prepare.ready()
    from mangnon.core import clock, outbox
    from mangnon.indicators.live import ask, ask_children

    outbox.process()
    question = {"unit": options.unit, "year": options.year, "as_of": options.as_of or clock.today(),
                "borders": options.borders}
    if options.children:
        answer = ask_children(options.children, **question, by=who())
    else:
        answer = ask(**question)
    if options.format == "json":
        show(answer)
    else:
        _csv(answer)
    return 0


def _csv(answer: dict[str, Any]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if "measures" not in answer:
        writer.writerow(["list", "id"])
        writer.writerows([name, item] for name in ("counted", "missing", "unknown") for item in answer[name])
        return
    names = ["measure", "numerator", "denominator", "unknown", "value", "low", "high", "operator", "target",
             "state", "certain", "to_go"]
    writer.writerow(names)
    for line in answer["measures"]:
        low, high = line["interval"] or (None, None)
        cells = {**line, "low": low, "high": high}
        writer.writerow(["" if cells[name] is None else str(cells[name]).lower() if cells[name] in (True, False)
                         and name == "certain" else cells[name] for name in names])
