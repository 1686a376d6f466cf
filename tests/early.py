"""Loaded before the framework: names a data folder of the tests' own, with keys."""
from __future__ import annotations

import os
import tempfile
from pathlib import Path

DATA_FOLDER = Path(tempfile.mkdtemp(prefix="mangnon-test-"))
os.environ["MANGNON_DATA"] = str(DATA_FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.config.settings"
# The browser's driver runs an event loop in this thread; the framework's own check of it would be mistaken.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from mangnon.core import keys  # noqa: E402 - the data folder must be named first

keys.create_missing(DATA_FOLDER / "keys")
