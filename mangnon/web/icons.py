"""Our own small drawings, 24 by 24, stroked in the colour of the words around them. Pure.

An icon never stands alone: words beside it say the same.
"""
from __future__ import annotations

ICONS = {
    "list": "M4 6h2M4 12h2M4 18h2M9 6h11M9 12h11M9 18h11",
    "child": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c1-5 4-7 8-7s7 2 8 7",
    "scale": "M4 20h16M6 20V9h12v11M9 9a3 3 0 0 1 6 0",
    "alert": "M12 3 2.5 20h19zM12 9v5M12 17v.5",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 21 21",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "download": "M12 3v12M7 10.5l5 5 5-5M4 20h16",
    "add": "M12 5v14M5 12h14",
    "edit": "M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3",
    "phone": "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a1.5 1.5 0 0 1-1.5 1.5C10.5 20.5 3.5 13.5 3.5 5.5",
    "home": "M3 11.5 12 4l9 7.5M6 10v10h12V10M10 20v-6h4v6",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "leaf": "M12 3c3.5 4 5 7.5 5 11 0 3-1.8 5.5-5 7-3.2-1.5-5-4-5-7 0-3.5 1.5-7 5-11M12 10v11",
    "shield": "M12 3l7 3v5c0 5-3 8.2-7 10-4-1.8-7-5-7-10V6zM8.5 12l2.5 2.5 4.5-5",
    "ambulance": "M2.5 7h11v10h-11zM13.5 10h4l4 4v3h-8M6 19.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3M17 19.5a1.5"
                 " 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3M8 9.5v5M5.5 12h5",
    "speech": "M4 5h16v11h-9l-4 4v-4H4zM8 9.5h8M8 12.5h5",
    "pin": "M12 21c4.5-5 7-8 7-11.5a7 7 0 0 0-14 0C5 13 7.5 16 12 21M12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
    "leave": "M10 4H5v16h5M9 12h11M16 8l4 4-4 4",
    "key": "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 12h9v3M17.5 12v3",
    "reply": "M9 6l-5 5 5 5M4 11h9c4 0 7 2.5 7 7",
}


def icon(name: str, size: int = 20) -> str:
    """An icon as SVG text. Raises KeyError for a name that is not drawn yet."""
    return (f'<svg class="icon" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            f'stroke-width="1.8" aria-hidden="true"><path d="{ICONS[name]}"/></svg>')
