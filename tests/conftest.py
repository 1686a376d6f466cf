"""The ground every test stands on: a data folder of its own, a clock that stands still, a small invented commune."""
from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TODAY = dt.date(2026, 11, 23)
DATA = Path(__file__).parent / "data"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches the database runs: the rest was run on SQLite's turn, and would be the same.

    Commands that tests start in processes of their own have a data folder, and so SQLite, on either turn.
    """
    if "MANGNON_DATABASE" not in os.environ:
        return
    touching = [item for item in items if item.get_closest_marker("django_db")
                or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))]
    # Byte for byte comparisons of every page of every role are of templates and of Python: once is enough.
    kept = {item for item in touching if not item.get_closest_marker("one_database")}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in touching if item in kept]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> dt.date:
    """The program's day is 23 November 2026."""
    from mangnon.core import clock

    monkeypatch.setattr(clock, "today", lambda: TODAY)
    if finding := sys.modules.get("mangnon.intake.duplicates.finding"):
        # Kept by the sequence's last number, which a test that was rolled back gives to the next one again.
        finding._found.cache_clear()
    if mending := sys.modules.get("mangnon.intake.mending.actions"):
        mending._seen.cache_clear()
    if calling := sys.modules.get("mangnon.health.calling"):
        calling.forget()
    return TODAY


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """SQLite on disk, as the program has it: in memory, two requests at once would find a table locked."""
    from django.db import connection

    from tests.early import DATA_FOLDER

    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(DATA_FOLDER / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test finds a small demonstration commune, one account a role."""
    from mangnon.config.demo import making

    with django_db_blocker.unblock():
        making.make_demo(progress=lambda text: None, today=TODAY, size=0.12)


@pytest.fixture
def user(db: None) -> Callable[[str], Any]:
    """The account of a role."""
    from mangnon.accounts.models import User

    return lambda role: User.objects.get(assignments__role=role)


@pytest.fixture
def client_of(user: Callable[[str], Any]) -> Callable[[str], Any]:
    """A browser's client signed in as a role."""
    from django.test import Client

    def signed_in(role: str) -> Any:
        client = Client()
        client.force_login(user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
