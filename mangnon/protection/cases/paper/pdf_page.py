"""A form as a PDF: set by Typst from the same blocks as the Word document, with its font in the file."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from .form_file import Paper
from .laid import Head, laid, note_of, size_of

FONTS = ("Times New Roman", "Libertinus Serif")
"""As the rule asks, and where the machine has none, the one that Typst carries. Both have every Vietnamese letter;
others that look like the first often lack some, and a word is then set in two faces."""
TEMPLATE = Path(__file__).with_name("page.typ")


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of the machine, looked for once."""
    import typst

    return typst.Fonts()


def pdf(paper: Paper, values: Mapping[str, Any], head: Head) -> bytes:
    """The form as a PDF: what is known filled in, dotted lines for what is not. Its title is the form's."""
    import typst

    data = {"title": paper.title, "size": size_of(paper), "fonts": FONTS, "note": note_of(paper),
            "blocks": [asdict(block) for block in laid(paper, values, head)]}
    compiler = typst.Compiler(TEMPLATE.read_bytes(), root=str(TEMPLATE.parent), font_paths=_fonts(),
                              sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    made: bytes = compiler.compile(format="pdf")
    return made
