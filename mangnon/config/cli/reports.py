"""mangnon report KIND."""
from __future__ import annotations

import argparse
from typing import Any

from . import paths, prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    report = commands.add_parser("report", parents=[common], help="văn bản báo cáo")
    report.add_argument("kind", choices=["annual"], metavar="KIND", help="annual: báo cáo năm")
    report.add_argument("--year", type=int, required=True)
    report.add_argument("--unit", default="", metavar="CODE[@D]", help="địa bàn số liệu; mặc định: xã của kế hoạch")
    report.add_argument("--out", required=True, metavar="FILE.docx|.xlsx")
    report.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import Refused, say, who

    target = paths.target(options.out)
    if target.suffix.lower() not in (".docx", ".xlsx"):
        raise Refused(f"Chưa ghi được tệp “{target.suffix}”. Hãy đặt tên tệp kết thúc bằng .docx hoặc .xlsx.")
    prepare.ready()
    from mangnon.core import clock, outbox
    from mangnon.publish.annual import write_report

    outbox.process()
    write_report(target, year=options.year, unit=options.unit, as_of=clock.today(), by=who())
    say(f"Đã ghi báo cáo năm {options.year} vào {target}.")
    return 0
