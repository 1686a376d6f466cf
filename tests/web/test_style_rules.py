"""The style sheet keeps its promises: weight, contrast, and no style or script inside any page."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import mangnon

PACKAGE = Path(mangnon.__file__).parent
SHEET = PACKAGE / "web/static/web/mangnon.css"
FONTS = PACKAGE / "web/static/web/fonts"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))


def tokens() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9A-F]{3,6})\b", SHEET.read_text(encoding="utf-8")
                           .partition("@media")[0]))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n:n + 2], 16) / 255 for n in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_whole_style_weighs_less_than_24_kilobytes() -> None:
    assert SHEET.stat().st_size < 24_000


@pytest.mark.parametrize("ink", ["ink", "ink-2", "brand", "link", "good", "warn", "bad"])
@pytest.mark.parametrize("ground", ["paper", "surface", "good-tint", "warn-tint", "bad-tint", "brand-tint"])
def test_words_can_be_read_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(tokens()[ink], tokens()[ground]) >= 4.5


def test_borders_and_the_focus_ring_can_be_seen() -> None:
    assert contrast(tokens()["line"], tokens()["surface"]) >= 3
    assert contrast(tokens()["focus"], tokens()["ink"]) >= 3


def test_nothing_comes_from_elsewhere() -> None:
    assert re.findall(r"url\(([^)]+)\)", SHEET.read_text(encoding="utf-8")) == [
        "fonts/open-sans-400.woff2", "fonts/open-sans-600.woff2", "fonts/open-sans-700.woff2"]
    for script in (PACKAGE / "web/static/web/js").glob("*.js"):
        assert not re.search(r"https?://|\beval\(|innerHTML", script.read_text(encoding="utf-8")), script.name


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: "/".join(path.parts[-2:]))
def test_no_page_holds_a_style_or_a_script_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert "<style" not in text
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert not re.search(r"hx-on|javascript:", text)
    # A block of data is read by a script, never run.
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts), scripts
    assert not re.search(r"(?:src|href|action)=\"https?://", text)


def test_the_font_holds_every_vietnamese_letter() -> None:
    files = sorted(FONTS.glob("*.woff2"))
    assert [f.name for f in files] == [f"open-sans-{w}.woff2" for w in (400, 600, 700)]
    vowels = ("aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ")
    for file in files:
        assert file.stat().st_size < 25_000
        known = TTFont(file).getBestCmap()
        missing = [c for c in vowels + vowels.upper() + "−–…“”‰≤≥›₫•" if ord(c) not in known]
        assert missing == []
