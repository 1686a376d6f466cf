"""Errors in the log: where in the program they happened, never with the values they happened to."""
from __future__ import annotations

import logging
import traceback
from typing import Any


class QuietFormatter(logging.Formatter):
    """Leaves the messages of exceptions out: a database names the child whose row broke a rule."""

    def formatException(self, ei: Any) -> str:
        lines = []
        error = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"{type(error).__module__}.{type(error).__qualname__}",
                      *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)
