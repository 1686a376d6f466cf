"""A file that appears only when it is whole: written beside its place, then put there at once. Pure."""
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
