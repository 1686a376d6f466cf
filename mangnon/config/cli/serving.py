"""mangnon start, mangnon init, and the worker that start keeps going."""
from __future__ import annotations

import argparse
import os
from typing import Any

from . import paths, prepare


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    start = commands.add_parser("start", parents=[common], help="mở chương trình")
    start.add_argument("--demo", action="store_true", help="mở với xã minh họa (trẻ em do phần mềm đặt ra)")
    start.add_argument("--host", default="127.0.0.1")
    start.add_argument("--port", type=int, default=8000)
    start.add_argument("--no-browser", action="store_true")
    start.set_defaults(run=_start)
    init = commands.add_parser("init", parents=[common], help="xã mới, trống, từ một tệp kế hoạch")
    init.add_argument("--plan", required=True, metavar="FILE")
    init.set_defaults(run=_init)
    # Not for people: `start` runs it and closes its standard input when it ends.
    commands.add_parser("worker", parents=[common]).set_defaults(run=_worker)


def _start(options: argparse.Namespace) -> int:
    os.environ["MANGNON_SERVING"] = "1"
    from mangnon.config.cli import say
    from mangnon.config.serve import serve

    serve(host=options.host, port=options.port, demo=options.demo, browser=not options.no_browser, say=say)
    return 0


def _worker(options: argparse.Namespace) -> int:
    prepare.ready()
    from mangnon.config.working import work

    work()
    return 0


def _init(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say, who
    from mangnon.config.initial import new_commune

    link = new_commune(paths.source(options.plan), by=who(), progress=say)
    print(link)
    return 0


__all__ = ["add", "prepare"]
