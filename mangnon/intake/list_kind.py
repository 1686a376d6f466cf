"""A kind of list: what makes it one, and what its rows tell. Pure; each kind is one file in ``lists``."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .blank import Box
from .filled import Cells, Known
from .heading_words import FieldWords
from .headings import Heading
from .lines import Line
from .told import Teller

Mothers = Callable[[list[Line]], dict[int, str]]


@dataclass(frozen=True)
class ListKind:
    """A kind of list. name: as the command knows it.  title: what people call it.  fields: what it adds to the person.

    mothers, households: find what a list tells by its order, as a population list does; by row number.
    tell: adds what the kind is about to a row that speaks of a child.  place: "school" where the list must say whose
    it is.  blank: columns of its empty workbook besides the person's.
    filled: the kind's own cells of a child as the register has them; None for a child who is on no such list.
    subject: what a row is about, "child" or "place", or "answer" to what we asked of a child.
    by_columns: what it is about stands in columns of its own, never in its title: without one it is another list.
    once: a child stands on it once; a second row of hers is the sender's slip.
    yearly: it speaks of a school year, which its workbook names.
    close: what the register says of it goes filled in to no school: it is about the family or her health.
    marks: the marks that a sheet's lines use, where one mark's meaning depends on the others.
    """

    name: str
    title: str
    fields: tuple[FieldWords, ...] = ()
    mothers: Mothers | None = None
    households: Callable[[list[Line]], dict[int, dict[str, str]]] | None = None
    tell: Callable[[Teller], None] | None = None
    place: str = ""
    blank: tuple[Box, ...] = ()
    subject: str = "child"
    filled: Callable[[Known], Cells | None] | None = None
    by_columns: bool = False
    once: bool = False
    yearly: bool = False
    close: bool = False
    marks: Callable[[list[Line], Heading], frozenset[str]] = lambda lines_, heading: frozenset()

    def lacks(self, fields: Iterable[str]) -> bool:
        """Whether a list with these fields has nothing of what this kind is about."""
        return self.by_columns and not {words.name for words in self.fields} & set(fields)
