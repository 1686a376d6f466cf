"""The numbers that hold for the whole country and the packages of help, as data: ``catalogue.toml``, the commune's own
``danh-muc/dich-vu.toml`` before it. A file that cannot be used is left out and said so."""
from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

FIELDS = ("", "health", "education", "nutrition", "nurturing", "protection", "welfare")
RECEIVERS = ("child", "carer")
OWN = ("danh-muc", "dich-vu.toml")
"""Folder and name of the commune's own file, in its data folder."""


class CatalogueError(Exception):
    """The file cannot be used; the message says where."""


@dataclass(frozen=True)
class Hotline:
    """A number that everybody may call, day and night."""

    code: str
    number: str
    name: str
    name_en: str
    what: str
    what_en: str
    source: str
    verified: bool
    held: bool = True

    @property
    def title(self) -> str:
        return self.name_en if _english() and self.name_en else self.name

    @property
    def purpose(self) -> str:
        return self.what_en if _english() and self.what_en else self.what


@dataclass(frozen=True)
class Package:
    """A package of help. Vietnamese: gói hỗ trợ.

    to: whom it is for.  group: it can be given to many at once.  field: of the whole-development scheme, which counts
    it where the child herself is given it.  held: the commune offers it.
    """

    code: str
    name: str
    name_en: str
    to: tuple[str, ...]
    group: bool
    field: str
    source: str
    verified: bool
    held: bool = True

    @property
    def title(self) -> str:
        return self.name_en if _english() and self.name_en else self.name

    def __str__(self) -> str:
        return self.title


@dataclass(frozen=True)
class Catalogue:
    """hotlines, packages: by code, in their order."""

    hotlines: Mapping[str, Hotline]
    packages: Mapping[str, Package]
    confirm_within_days: int

    @property
    def open(self) -> list[Package]:
        """The packages the commune offers."""
        return [package for package in self.packages.values() if package.held]

    @property
    def numbers(self) -> list[Hotline]:
        return [hotline for hotline in self.hotlines.values() if hotline.held]


def _english() -> bool:
    return (get_language() or "vi").startswith("en")


def catalogue() -> Catalogue:
    """The catalogue in use; read again when the commune's file has changed."""
    return file_in_use()[0]


def package_name(code: str) -> str:
    """What a package is called; the bare code of one that the files no longer have."""
    found = catalogue().packages.get(code)
    return found.title if found else code


def file_in_use() -> tuple[Catalogue, str, bool]:
    """The catalogue, what is wrong in the commune's own file, and whether that is in use."""
    path = Path(settings.DATA_DIR).joinpath(*OWN)
    try:
        return _in_use(str(path), path.stat().st_mtime_ns)
    except OSError:
        return _in_use("", 0)


@lru_cache(maxsize=4)
def _in_use(path: str, _changed: int) -> tuple[Catalogue, str, bool]:
    ours = built_in()
    if not path:
        return ours, "", False
    try:
        return read(Path(path).read_text(encoding="utf-8-sig"), OWN[1], over=ours), "", True
    except CatalogueError as refused:
        return ours, str(refused), False
    except (OSError, UnicodeDecodeError):
        return ours, f"{OWN[1]}: không đọc được. Hãy lưu tệp dạng văn bản UTF-8.", False


@lru_cache(maxsize=1)
def built_in() -> Catalogue:
    """The program's own file."""
    path = Path(__file__).with_name("catalogue.toml")
    return read(path.read_text(encoding="utf-8"), path.name)


def read(text: str, name: str, over: Catalogue | None = None) -> Catalogue:
    """Read a file; over: what stands where the file says nothing. Raises CatalogueError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise CatalogueError(f"{name}: không đọc được tệp TOML ({wrong}).") from None
    strange = set(data) - {"hotline", "package", "confirm_within_days"}
    if strange:
        raise CatalogueError(f"{name}: không rõ phần {', '.join(sorted(strange))}.")
    if not all(isinstance(data.get(part, []), list) for part in ("hotline", "package")):
        raise CatalogueError(f"{name}: viết thành phần [[hotline]], [[package]], ngoặc vuông kép.")
    found = over or Catalogue({}, {}, 365)
    days = data.get("confirm_within_days", found.confirm_within_days)
    if type(days) is not int or not 1 <= days <= 3660:
        raise CatalogueError(f"{name}: confirm_within_days là số ngày, từ 1 đến 3660.")
    hotlines = {one["code"]: one for one in (_checked(name, "hotline", said) for said in data.get("hotline", []))}
    packages = {one["code"]: one for one in (_checked(name, "package", said) for said in data.get("package", []))}
    return Catalogue(
        {**found.hotlines, **{code: _made(name, Hotline, found.hotlines.get(code), said)
                              for code, said in hotlines.items()}},
        {**found.packages, **{code: _package(name, found.packages.get(code), said)
                              for code, said in packages.items()}}, days)


def _checked(name: str, part: str, said: Any) -> dict[str, Any]:
    """A row with its code."""
    code = said.get("code") if isinstance(said, dict) else None
    if not isinstance(code, str) or not code or len(code) > 40:
        raise CatalogueError(f"{name}: [[{part}]] thiếu code (chữ không dấu, nối bằng gạch ngang).")
    return dict(said)


def _package(name: str, standing: Package | None, said: dict[str, Any]) -> Package:
    if "to" in said:
        said = {**said, "to": tuple(said["to"]) if isinstance(said["to"], list) else ()}
    made: Package = _made(name, Package, standing, said)
    if not made.to or not all(to in RECEIVERS for to in made.to):
        raise CatalogueError(f"{name}: gói {made.code}: to là [\"child\"], [\"carer\"] hoặc cả hai.")
    if made.field not in FIELDS:
        raise CatalogueError(f"{name}: gói {made.code}: field là một trong {', '.join(FIELDS[1:])} hoặc \"\".")
    return made


def _made(name: str, kind: type[Any], standing: Any, said: dict[str, Any]) -> Any:
    """A row; where one of that code stands, what is said changes it."""
    try:
        made = replace(standing, **said) if standing is not None else kind(**said)
    except TypeError:
        raise CatalogueError(f"{name}: {said['code']}: thiếu mục hoặc có mục lạ. Các mục là: "
                             f"{', '.join(kind.__dataclass_fields__)}.") from None
    words = [getattr(made, field) for field, of in kind.__dataclass_fields__.items() if of.type == "str"]
    flags = [getattr(made, field) for field, of in kind.__dataclass_fields__.items() if of.type == "bool"]
    if not all(isinstance(word, str) for word in words) or not all(isinstance(flag, bool) for flag in flags):
        raise CatalogueError(f"{name}: {said['code']}: chữ viết trong ngoặc kép, có hay không viết true hoặc false.")
    return made
