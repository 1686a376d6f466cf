"""A file or folder that appears only when it is whole: written beside its place, then put there at once. Pure."""
from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Yield a path to write to; it becomes ``target`` when the block ends well, and goes when it does not.

    What stands at the target and is no plain file (a device, a pipe) is written into, never replaced. Raises OSError.
    """
    if target.exists() and not target.is_file() and not target.is_dir():
        with tempfile.TemporaryDirectory() as room:
            draft = Path(room) / "draft"
            yield draft
            with draft.open("rb") as written, target.open("wb") as out:
                shutil.copyfileobj(written, out)
        return
    draft = target.with_name(target.name + ".new")
    try:
        yield draft
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield a private folder to fill; it becomes ``target`` (absent or empty) when the block ends well, else it goes.

    What a killed run left beside the target goes first. Raises OSError.
    """
    place = target.resolve()
    room = place.with_name(f".{place.name}.new")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700, parents=True)
    try:
        yield room
        if place.exists():
            place.rmdir()
        os.replace(room, place)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def may_be_replaced(folder: Path) -> bool:
    """Whether a folder's place can be taken by another one: not a drive's root, nor where this program stands."""
    return not folder.exists() or not (os.path.ismount(folder) or folder.samefile(Path.cwd()))
