"""The world of the walk, made once for the tests of a module: each works on it within a savepoint of its own."""
from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from mangnon.core import clock, outbox
from mangnon.indicators import facts
from mangnon.registry import header
from tests.conftest import TODAY

from .world import World, make_world


class Undo(Exception):
    """Nothing of the world stays for another module."""


@pytest.fixture(scope="module")
def made_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(clock, "today", lambda: TODAY)
        try:
            with transaction.atomic():
                made = make_world()
                # As the worker would have done by the time somebody asks: else every page counts the years anew.
                outbox.process()
                facts.ensure(TODAY)
                yield made
                raise Undo
        except Undo:
            pass


@pytest.fixture(autouse=True)
def counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The header's count of children is kept between pages by the program, but not within a transaction as here."""
    monkeypatch.setattr(header, "_size", functools.cache(header._size))


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """The world as it was made, whatever the tests before did with it."""
    return copy.deepcopy(made_world)
