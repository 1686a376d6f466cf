"""The forms of Nghị định 56/2017/NĐ-CP: data that a commune replaces, boxes on a page, Word and PDF."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .form_file import Paper, PaperError, PaperField, Section
from .forms import PaperForm, paper_form, shown, values_of
from .in_use import papers, papers_in_use
from .laid import Head
from .values import initial_of

__all__ = ["Head", "Paper", "PaperError", "PaperField", "PaperForm", "Section", "docx", "initial_of", "paper_form",
           "papers", "papers_in_use", "pdf", "shown", "values_of"]


# What packs Word and PDF is loaded by whoever prints: the server starts sooner.
def docx(paper: Paper, values: Mapping[str, Any], head: Head) -> bytes:
    """The form as a Word file: what is known filled in, dotted lines for what is not."""
    from .word import docx as made

    return made(paper, values, head)


def pdf(paper: Paper, values: Mapping[str, Any], head: Head) -> bytes:
    """The form as a PDF, from the same blocks."""
    from .pdf_page import pdf as made

    return made(paper, values, head)
