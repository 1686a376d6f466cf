"""Rules of the house: every word has its English, models say themselves, decisions are numbered."""
from __future__ import annotations

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.apps import apps

from mangnon.indicators.vocabulary import definitions
from mangnon.plan.document import builtin
from tests.house_rules.messages import messages

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mangnon"
ROOMS = [p.name for p in sorted(PACKAGE.iterdir()) if (p / "apps.py").exists()]


def test_every_word_for_the_user_has_its_english() -> None:
    with (PACKAGE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    answered = {m.id if isinstance(m.id, str) else tuple(m.id) for m in catalogue if m.id and (
        m.string if isinstance(m.string, str) else all(m.string))}
    assert sorted(map(str, messages() - answered)) == []


def test_english_keeps_the_places_of_the_words() -> None:
    with (PACKAGE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        for message in read_po(file, locale="en"):
            source = message.id if isinstance(message.id, str) else message.id[0]
            target = message.string if isinstance(message.string, str) else message.string[0]
            assert set(re.findall(r"%\((\w+)\)", source)) == set(re.findall(r"%\((\w+)\)", target)), source


def test_every_line_of_the_plan_has_a_definition_that_cites_it() -> None:
    assert list(definitions()) and {m.code for m in builtin().measures} == set(definitions())
    assert all(d.source.startswith("Kế hoạch, II.2.") for d in definitions().values())


LAYERS = ["core", "web", "places", "accounts", "plan", "registry", "health education", "delivery", "participation",
          "protection", "indicators intake", "publish"]
HEIGHT = {room: n for n, rooms in enumerate(LAYERS) for room in rooms.split()}


def test_no_room_links_to_a_page_of_a_room_above() -> None:
    """An upward link by its URL name is an upward import that the layer contract cannot see; it goes by a hook."""
    named = re.compile(r"""(?:url|reverse|redirect|reverse_lazy)\b[\s(]+["'](\w+):""")
    found = []
    for room in HEIGHT:
        for path in [*(PACKAGE / room).rglob("*.py"), *(PACKAGE / room).rglob("*.html")]:
            for target in named.findall(path.read_text(encoding="utf-8")):
                if target in HEIGHT and (HEIGHT[target] > HEIGHT[room] or (
                        HEIGHT[target] == HEIGHT[room] and target != room)):
                    found.append((str(path.relative_to(PACKAGE)), target))
    assert found == []


def test_no_room_uses_a_room_above_in_its_relations_or_migrations() -> None:
    height = HEIGHT
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in height:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if target is not None and not field.auto_created and target._meta.app_label in height:
                assert height[target._meta.app_label] <= height[room], (model, field)
    for path in PACKAGE.glob("*/migrations/0*.py"):
        for needed in re.findall(r"\('(\w+)', '0", path.read_text(encoding="utf-8")):
            assert height.get(needed, -1) <= height[path.parts[-3]], path


def test_models_and_actions_know_no_requests() -> None:
    for path in [*PACKAGE.glob("*/models.py"), *PACKAGE.glob("*/actions.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("django.http", "django.shortcuts"), path


def test_no_template_has_inline_style_or_script() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son\w+=|hx-on", text), path
        assert not re.search(r"<script(?![^>]*(src=|application/json))", text), path


def test_nothing_speaks_of_a_registry_or_a_machine() -> None:
    for path in ROOT.rglob("*"):
        if path.suffix in (".py", ".toml", ".md", ".txt", ".html", ".css", ".js", ".po") and not {
                ".venv", ".git", "data"} & set(path.relative_to(ROOT).parts) and path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"/simple/?[\"']|--index-url https?:|BEGIN [A-Z ]*PRIVATE KEY", text), path


def test_a_module_past_300_lines_is_split() -> None:
    """By noun, so that each is read whole; what a program wrote (migrations) is nobody's to read."""
    long = {str(path.relative_to(PACKAGE)): n for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts
            and (n := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert long == {}
