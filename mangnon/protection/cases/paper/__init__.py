"""The forms of Nghị định 56/2017/NĐ-CP: data that a commune replaces, boxes on a page, Word and PDF."""
from .form_file import Paper, PaperError, PaperField, Section
from .forms import PaperForm, paper_form, shown, values_of
from .in_use import papers, papers_in_use
from .values import initial_of

__all__ = ["Paper", "PaperError", "PaperField", "PaperForm", "Section", "initial_of", "paper_form", "papers",
           "papers_in_use", "shown", "values_of"]
