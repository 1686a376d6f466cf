"""The doors of every room."""
from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

icon = RedirectView.as_view(url="/static/web/icon.svg", permanent=True)
icon.access = "public"  # type: ignore[attr-defined]

urlpatterns = [
    path("favicon.ico", icon),
    path("", include("mangnon.web.urls")),
    path("tai-khoan/", include("mangnon.accounts.signing_urls")),
    path("tai-khoan/", include("mangnon.accounts.urls")),
    path("ke-hoach/", include("mangnon.plan.urls")),
    path("tre-em/", include("mangnon.registry.urls")),
    path("suc-khoe/", include("mangnon.health.urls")),
    path("truong-hoc/", include("mangnon.education.urls")),
    path("hoat-dong/", include("mangnon.delivery.urls")),
    path("tham-gia/", include("mangnon.participation.urls")),
    path("bao-ve/", include("mangnon.protection.urls")),
    path("bao-tin/", include("mangnon.protection.hearing.urls")),
    path("nhap/", include("mangnon.intake.urls")),
    path("", include("mangnon.indicators.urls")),
    path("bao-cao/", include("mangnon.publish.urls")),
]
handler404 = "mangnon.web.views.not_found"
handler403 = "mangnon.web.views.forbidden"
handler500 = "mangnon.web.views.broken"
