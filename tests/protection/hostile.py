"""What might be sent to the public page to break it, or to run in the officer's browser; always the same."""
from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

FIRE = "window.lot=1"
SCRIPTS = [text.replace("FIRE", FIRE) for text in (
    "<script>FIRE</script>", "<img src=x onerror=FIRE>", "<svg onload=FIRE>", "\"><script>FIRE</script>",
    "'><img src=x onerror=FIRE>", "</textarea><script>FIRE</script>", "</title><script>FIRE</script>",
    "<a href=\"javascript:FIRE\" autofocus onfocus=FIRE>x</a>", "<iframe srcdoc=\"<script>parent.lot=1</script>\">",
    "<details open ontoggle=FIRE>", "<body onload=FIRE>", "<input autofocus onfocus=FIRE>",
    "<video><source onerror=FIRE>",
    "<math><mtext></p><script>FIRE</script>", "{{constructor.constructor('FIRE')()}}",
    "{% load i18n %}{{ settings }}",
    "<style>@import 'javascript:FIRE'</style>", "<object data=\"javascript:FIRE\">",
    "<embed src=\"javascript:FIRE\">",
    "<form action=\"javascript:FIRE\"><button autofocus>", "<link rel=stylesheet href=\"javascript:FIRE\">",
    "<meta http-equiv=refresh content=\"0;url=javascript:FIRE\">", "\" autofocus onfocus=\"FIRE",
    "' onmouseover='FIRE",
    "<div hx-get=/ hx-trigger=load hx-on::load=FIRE>", "<script type=module>FIRE</script>",
    "<!--><script>FIRE</script>-->",
    "\u003cscript\u003eFIRE\u003c/script\u003e", "＜script＞FIRE＜/script＞", "&lt;script&gt;FIRE&lt;/script&gt;",
    "%3Cscript%3EFIRE%3C/script%3E", "<scr\x00ipt>FIRE</scr\x00ipt>", "<scr\u202eipt>FIRE</script>",
    "<p data-draft-take>",
    "<template id=ban-nhap><script>FIRE</script></template>", "]]><script>FIRE</script>",
    "<base href=//la.example/>",
    "<script src=//la.example/x.js></script>", "<marquee onstart=FIRE>", "<select autofocus onfocus=FIRE>")]
ODD = ["\x00", "\x00\x00\x00sợ", "\u202e\u202dtxet", "\u2066\u2067\u2068\u2069", "\ufeff", "\ufffe\uffff",
       "😀",
       "e" + "\u0301" * 5000, "Z̵̢͎͙a̷l̶g̵o̴", "\r\n\r\nSet-Cookie: a=1", "' OR 1=1 --",
       "'; DROP TABLE protection_report;--",
       "../../../../etc/passwd", "=cmd|' /C calc'!A0", "${7*7}", "a" * 19_999, "ộ" * 30_000, "\t\n\r\x0b\x0c",
       "null", "NaN",
       "-1", "1e999", "true", "[]", "{}", "\x7f\x80\x9f", "🧒" * 3000, "\u0000", " " * 9000, "﷽" * 500, "ꙮ",
       "\U000e0001tag"]
BOXES = ("what", "who", "where", "unit", "danger", "me", "talk", "trang", "code", "text", "ma", "tin",
         "csrfmiddlewaretoken")
PLACES = ("/bao-tin/", "/bao-tin/xem/", "/bao-tin/thoat/")
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "HEAD", "CONNECT", "PROPFIND", "LÀM", "GET", "POST")
KINDS = ("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
         "application/x-www-form-urlencoded; charset=base64", "application/x-www-form-urlencoded; charset=la-gi",
         "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
         "multipart/form-data; boundary=x; charset=rot13", "multipart/form-data; boundary=" + "b" * 300,
         "multipart/form-data; boundary=\u00e9", "application/json", "text/xml", "", "x",
         "multipart/mixed; boundary=x")
BODIES = (b"what=%ed%a0%bd%ed%b8%80&unit=%ed%a0%bd", b"", b"--x", b"--x\r\n",
          b"--x\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\nso\r\n--x--\r\n",
          b"--x\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\ncut o",
          b"--x\r\nContent-Disposition: form-data\r\n\r\n",
          b"--x\r\nContent-Disposition: form-data; name=\"what\"; filename=\"a.php\"\r\n\r\n<?php\r\n--x--\r\n",
          b"--x\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=\"what\"\r\n\r\n@@",
          b"what=%ff%fe%00", b"what=%c3%28&unit=%u0041", b"what", b"&&&===",
          b"\xff\xfe" + "what=sợ".encode("utf-16-le"),
          b"{\"what\": \"s\"}", b"what=" + b"%E1%BB%99" * 30_000, b"what=a" * 3000, b"\x00" * 4096,
          b"what=" + b"x" * 600_000,
          "what=\u0111".encode("cp1258", "replace"))


def sent(count: int = 1000, seed: int = 9) -> Iterator[dict[str, Any]]:
    """So many requests, as the arguments of the test client's ``generic``: forms, raw bodies, unusual methods."""
    draw = random.Random(seed)
    for n in range(count):
        place = draw.choice(PLACES[:2] if n % 5 else PLACES)
        if n % 4 < 2:
            boxes = draw.sample(BOXES, draw.randint(1, 4))
            yield {"form": {box: draw.choice(SCRIPTS + ODD) for box in boxes}, "path": place}
        elif n % 4 == 2:
            yield {"method": "POST", "path": place, "data": draw.choice(BODIES), "content_type": draw.choice(KINDS)}
        else:
            ending = draw.choice(("", "?a=%00", "?ma=" + "x" * 3000, "%2e/", ".."))
            yield {"method": draw.choice(METHODS), "path": place + ending,
                   "data": draw.choice(BODIES[:16]), "content_type": draw.choice(KINDS)}
