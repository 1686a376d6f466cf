"""The command line: a contract checked from outside. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""
from __future__ import annotations

import argparse
import getpass
import io
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from . import admin, analyze, figures, folders, growth, matching, plans, reports, secrets, serving, text


class Refused(Exception):
    """The command was refused or failed; the message is the sentence for the user."""


def parser() -> argparse.ArgumentParser:
    """Build the parser; every group of commands adds its own."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", metavar="DIR", help="thư mục dữ liệu (hoặc biến MANGNON_DATA)",
                        type=_folder, default=argparse.SUPPRESS)
    top = argparse.ArgumentParser(prog="mangnon", parents=[common],
                                  description="Măng Non: chương trình hành động vì trẻ em của xã.")
    commands = top.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for group in (serving, plans, folders, text, matching, growth, figures, analyze, reports, admin, secrets):
        group.add(commands, common)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit status; no traceback reaches a user."""
    _speak_utf8()
    options = parser().parse_args(argv)
    if "data" in options:
        os.environ["MANGNON_DATA"] = str(Path(options.data).expanduser().resolve())
    try:
        status = options.run(options) or 0
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _stop_writing()
        return 1
    except Exception as error:
        _stop_writing()
        say(sentence_of(error))
        return 1
    except KeyboardInterrupt:
        say("Đã dừng theo yêu cầu.")
        return 1


def _folder(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("hãy nêu tên thư mục dữ liệu, ví dụ --data ~/mangnon")
    return text


def _stop_writing() -> None:
    """What could not be written to standard output (a full disk, a reader who left) is not tried again at the end."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def sentence_of(error: Exception) -> str:
    """Return what to tell the user about an error; ours are logged without values and named as ours."""
    from .prepare import known_sentence

    sentence = known_sentence(error)
    if sentence:
        return sentence
    where = _log(error)
    return (f"Chương trình gặp lỗi ({type(error).__name__}) và đã dừng; dữ liệu chưa bị thay đổi dở dang. "
            f"Chi tiết kỹ thuật không chứa tên trẻ: {where}. Hãy gửi tệp đó cho người hỗ trợ.")


def _log(error: Exception) -> str:
    """Keep the frames and the kind of error; never its message, which may hold a child's data."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    text = f"{frames}{type(error).__module__}.{type(error).__name__}\n"
    from .prepare import data_folder

    try:
        path = data_folder() / "logs" / "error.log"
        if not path.parent.is_dir():
            # No data folder is made for an error's sake.
            descriptor, name = tempfile.mkstemp(prefix="mangnon-", suffix=".log")
            os.close(descriptor)
            path = Path(name)
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return "(không ghi được tệp nhật ký)"
    return str(path)


def say(text: str) -> None:
    """Print a sentence for the user on standard error."""
    print(text, file=sys.stderr, flush=True)


def show(document: Any) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def who() -> str:
    """Return the actor of a command in the audit: cli:<system user>."""
    try:
        return f"cli:{getpass.getuser()}"
    except (OSError, KeyError, ImportError):
        return "cli:unknown"


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
