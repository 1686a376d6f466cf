"""Doors of the protection room."""
from __future__ import annotations

from django.urls import URLPattern, path

from mangnon.accounts.access import noted
from mangnon.registry.child_records import RecordKind, urls_of
from mangnon.registry.many import many_urls

from . import views
from .kinds import KINDS
from .many import MANY


def noted_urls_of(kind: RecordKind) -> list[URLPattern]:
    """The doors of a kind; opening a row to correct it is reading it."""
    found = urls_of(kind)
    for pattern in found:
        pattern.callback = noted(f"protection.{kind.model.__name__}", subject="child_id")(pattern.callback)
    return found


app_name = "protection"
urlpatterns = [
    path("<uuid:pk>/tro-giup/", views.panel, name="panel"),
    *many_urls(MANY),
    *[pattern for kind in KINDS for pattern in noted_urls_of(kind)],
]
