"""Who reads what is sealed."""
from __future__ import annotations

from typing import Any

from mangnon.accounts.permissions import Permission


def reads_sealed(user: Any) -> bool:
    """Whether the user may read sealed groups, abuse, labour and marriage."""
    return user.can(Permission.SEALED_READ)
