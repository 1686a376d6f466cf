"""Paths that a person typed: looked at before any work begins, and what is wrong is said in a sentence."""
from __future__ import annotations

import os
from pathlib import Path

ENDING = "Hãy kiểm tra lại đường dẫn."


def source(text: str) -> Path:
    """A file to read. Raises Refused: not there, a folder, not ours to read."""
    path = Path(text)
    if path.is_dir():
        raise _refused(f"{path} là một thư mục, không phải tệp. Hãy nêu tên tệp.")
    if not path.exists():
        raise _refused(f"Không thấy tệp {path}. {ENDING}")
    if not os.access(path, os.R_OK):
        raise _refused(f"Không có quyền đọc tệp {path}. Hãy kiểm tra quyền của tệp.")
    return path


def target(text: str, *sources: Path) -> Path:
    """A file to write, which is none of the sources. Raises Refused: a folder, nowhere to put it, not ours to write."""
    path = Path(text)
    if path.is_dir():
        raise _refused(f"{path} là một thư mục. Hãy nêu tên tệp cần ghi trong thư mục ấy.")
    if path.exists() and not path.is_file():
        return path  # a device or a pipe
    if path.exists() and any(path.samefile(read) for read in sources):
        raise _refused(f"Tệp cần ghi {path} chính là tệp đang đọc. Hãy chọn tên khác để giữ tệp gốc.")
    _refuse_file_as_folder(path.parent)
    if not path.parent.is_dir():
        raise _refused(f"Không thấy thư mục {path.parent}. {ENDING}")
    if not os.access(path.parent, os.W_OK):
        raise _refused(f"Không có quyền ghi vào thư mục {path.parent}. Hãy chọn thư mục khác.")
    return path


def new_folder(text: str) -> Path:
    """A folder to write, which need not be there yet. Raises Refused."""
    path = Path(text)
    if not text.strip():
        raise _refused("Hãy nêu tên thư mục cần ghi.")
    _refuse_file_as_folder(path)
    above = next(p for p in (path, *path.parents) if p.exists())
    if not os.access(above, os.W_OK):
        raise _refused(f"Không có quyền ghi vào thư mục {above}. Hãy chọn thư mục khác.")
    return path


def _refuse_file_as_folder(path: Path) -> None:
    standing = next(p for p in (path, *path.parents) if p.exists() or p == p.parent)
    if not standing.is_dir():
        raise _refused(f"{standing} là một tệp, không phải thư mục. {ENDING}")


def _refused(text: str) -> Exception:
    from mangnon.config.cli import Refused

    return Refused(text)
