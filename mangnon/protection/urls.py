"""Doors of the protection room."""
from __future__ import annotations

from django.urls import URLPattern, path

from mangnon.accounts.access import noted
from mangnon.registry.child_records import RecordKind, urls_of
from mangnon.registry.many import many_urls

from . import disaster_views, hiv_views, injury_views, views
from .care import urls as care_urls
from .cases.urls import urlpatterns as case_urls
from .entitlements import urls as entitlements_urls
from .hearing import officer_views as hearing
from .incidents.urls import urlpatterns as of_incidents
from .kinds import KINDS
from .many import MANY
from .referrals.urls import urlpatterns as referral_urls
from .services.urls import urlpatterns as service_doors
from .transfers.urls import urlpatterns as transfer_urls


def noted_urls_of(kind: RecordKind) -> list[URLPattern]:
    """The doors of a kind; opening a row to correct it is reading it."""
    found = urls_of(kind)
    for pattern in found:
        pattern.callback = noted(f"protection.{kind.model.__name__}", subject="child_id")(pattern.callback)
    return found


app_name = "protection"
urlpatterns = [
    *case_urls,
    path("ho-so/<slug:code>/tra-loi/", hearing.answer, name="case-answer"),
    path("to-bao-tin/", hearing.notice, name="notice"),
    *referral_urls,
    *transfer_urls,
    path("<uuid:pk>/tro-giup/", views.panel, name="panel"),
    path("ngay-thien-tai/", disaster_views.disasters, name="disasters"),
    path("ngay-thien-tai/them/", disaster_views.edit, name="disaster-add"),
    path("ngay-thien-tai/<uuid:pk>/", disaster_views.disaster, name="disaster"),
    path("ngay-thien-tai/<uuid:pk>/sua/", disaster_views.edit, name="disaster-edit"),
    path("ngay-thien-tai/<uuid:pk>/<uuid:unit>/", disaster_views.sheet, name="disaster-sheet"),
    path("ngay-thien-tai/<uuid:pk>/<uuid:unit>/<uuid:child>/so/", disaster_views.phone, name="disaster-phone"),
    path("tai-nan/", injury_views.injuries, name="injuries"),
    path("tai-nan/nguyen-nhan/", injury_views.causes, name="injury-causes"),
    path("diem-nguy-hiem/them/", injury_views.hazard, name="hazard-add"),
    path("diem-nguy-hiem/<uuid:pk>/", injury_views.hazard, name="hazard-edit"),
    path("diem-nguy-hiem/<uuid:pk>/go/", injury_views.remove_hazard, name="hazard-remove"),
    path("diem-nguy-hiem/<uuid:pk>/anh/<slug:when>/", injury_views.photo, name="hazard-photo"),
    *service_doors,
    path("hiv-me-con/", hiv_views.hiv, name="hiv"),
    path("hiv-me-con/them/", hiv_views.hiv_year, name="hiv-add"),
    path("hiv-me-con/<int:year>/", hiv_views.hiv_year, name="hiv-year"),
    path("hiv-me-con/<int:year>/lich-su/", hiv_views.hiv_history, name="hiv-history"),
    *of_incidents,
    *entitlements_urls.urlpatterns,
    *care_urls.urlpatterns,
    *many_urls(MANY),
    *[pattern for kind in KINDS for pattern in noted_urls_of(kind)],
]
