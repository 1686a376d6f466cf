"""Short messages between two pages, kept in the session: they name children, and a cookie lies in the browser."""
from __future__ import annotations

import logging
from typing import Any

from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.base import UpdateError
from django.db.utils import OperationalError

log = logging.getLogger(__name__)


class NoticeStorage(SessionStorage):
    """A session is read for every page already, so a page without a message asks and writes nothing more.

    A database that is busy must not keep a page that needs no writing from opening, nor make what was written look
    lost: the message then comes late or twice.
    """

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        session = self.request.session
        others = session.modified
        super()._store(messages, response, *args, **kwargs)  # type: ignore[misc]
        if others or not session.modified or not session.session_key:
            # Saved with what else changed, or begun anew, by the session's own middleware.
            return []
        try:
            session.save()
        except (OperationalError, UpdateError):
            log.warning("database busy, short message not kept")
        session.modified = False
        return []
