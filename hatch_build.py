"""Build hook: the font and the translations come out of packages and sources, never out of the repository.

Open Sans (Apache-2.0) is cut down to the letters of Vietnamese and English; gettext catalogues are compiled.
"""
from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEIGHTS = {"400": "OpenSans-Regular", "600": "OpenSans-SemiBold", "700": "OpenSans-Bold"}
LETTERS = [(0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129), (0x168, 0x169),
           (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x301), (0x303, 0x303), (0x309, 0x309), (0x323, 0x323),
           (0x1EA0, 0x1EF9), (0x2010, 0x2026), (0x2030, 0x2030), (0x203A, 0x203A), (0x20AB, 0x20AB),
           (0x2190, 0x2193), (0x2212, 0x2212), (0x2264, 0x2265)]


class CustomBuildHook(BuildHookInterface):
    """Make what the program ships and git does not keep."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        made = [*make_fonts(root / "mangnon/web/static/web/fonts"), *compile_catalogues(root / "mangnon/locale")]
        build_data["artifacts"].extend(str(path.relative_to(root)) for path in made)


def make_fonts(folder: Path) -> list[Path]:
    """Cut each weight of Open Sans down to our letters, as woff2."""
    import ttf_opensans
    from fontTools import subset

    folder.mkdir(parents=True, exist_ok=True)
    source = Path(ttf_opensans.__file__).parent
    made = []
    for weight, name in WEIGHTS.items():
        found = next(iter(sorted(source.rglob(f"{name}.ttf"))))
        target = folder / f"open-sans-{weight}.woff2"
        options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
        font = subset.load_font(str(found), options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[code for first, last in LETTERS for code in range(first, last + 1)])
        cutter.subset(font)
        subset.save_font(font, str(target), options)
        made.append(target)
    licence = folder / "LICENSE-open-sans.txt"
    licence.write_text(metadata.distribution("ttf-opensans").read_text("LICENSE") or "Apache-2.0", encoding="utf-8")
    return [*made, licence]


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile each django.po beside itself."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made.append(target)
    return made
