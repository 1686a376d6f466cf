"""Which forms are in use: those of the program, and in their place those of the same name in the folder ``mau``.

A file that cannot be used is left out and said so by ``mangnon check``; the program's own is used.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from .form_file import Paper, PaperError, read_paper

OURS = Path(__file__).resolve().parents[1] / "papers"


@dataclass(frozen=True)
class Papers:
    """by_code: the forms in use.  ours: the program's own.  own: the commune's files in use.  wrong: sentences."""

    by_code: dict[str, Paper]
    ours: dict[str, Paper]
    own: tuple[str, ...]
    wrong: tuple[str, ...]


def folder() -> Path:
    """Where the commune's own forms lie."""
    return Path(settings.DATA_DIR) / "mau"


def papers() -> dict[str, Paper]:
    """The forms in use, by code."""
    return dict(papers_in_use().by_code)


def papers_in_use() -> Papers:
    """The forms in use and what is wrong; read again when a file of the folder has changed."""
    return _read(tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in _files(folder())))


def _files(where: Path) -> list[Path]:
    try:
        return sorted(path for path in where.glob("*.toml") if path.is_file())
    except OSError:
        return []


@lru_cache(maxsize=1)
def _ours() -> dict[str, Paper]:
    return {path.stem: read_paper(path.read_text(encoding="utf-8"), path.name) for path in sorted(OURS.glob("*.toml"))}


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[str, int, int], ...]) -> Papers:
    found, own, wrong = dict(_ours()), [], []
    for path in (Path(name) for name, _changed, _size in files):
        try:
            if path.stem not in _ours():
                raise PaperError([f"{path.name}: không rõ thay mẫu nào. Tên dùng được: "
                                  f"{', '.join(f'{code}.toml' for code in _ours())}."])
            found[path.stem] = read_paper(path.read_text(encoding="utf-8-sig"), path.name)
            own.append(path.name)
        except PaperError as refused:
            wrong += refused.sentences
        except (OSError, UnicodeDecodeError):
            wrong.append(f"{path.name}: không đọc được. Hãy lưu tệp dạng văn bản UTF-8.")
    return Papers(found, dict(_ours()), tuple(own), tuple(wrong))
