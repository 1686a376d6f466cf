"""mangnon text IN OUT: old encodings to Unicode."""
from __future__ import annotations

import argparse
from typing import Any

from . import paths


def add(commands: Any, common: argparse.ArgumentParser) -> None:
    text = commands.add_parser("text", parents=[common], help="đổi chữ TCVN3, VNI thành Unicode")
    text.add_argument("source", metavar="IN")
    text.add_argument("target", metavar="OUT")
    text.add_argument("--from", dest="encoding", choices=["tcvn3", "vni", "auto"], default="auto",
                      help="mã của tệp; auto: xem cả tệp rồi đổi từng ô")
    text.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from mangnon.config.cli import say
    from mangnon.core import drafts, old_text

    source = paths.source(options.source)
    target = paths.target(options.target, source)
    text = old_text.convert(source.read_bytes(), options.encoding)
    with drafts.whole(target) as draft:
        draft.write_bytes(text.encode("utf-8"))
    say(f"Đã ghi {target}.")
    return 0
