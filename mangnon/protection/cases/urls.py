"""Doors of reports and cases. A case is known by its code in every address."""
from __future__ import annotations

from django.urls import path

from . import duty_views, kin_views, people_views, report_views, row_views, supervision_views, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("bao-tin/", report_views.report, name="report"),
    path("bao-tin/da-nhan/", report_views.done, name="report-done"),
    path("mo-khan/", views.break_glass, name="glass"),
    path("truc-ky/", duty_views.duty, name="duty"),
    path("nguoi-nha/", kin_views.own, name="kin"),
    path("nguoi-nha/dong-nghiep/", kin_views.colleagues, name="kin-colleagues"),
    path("giam-sat/", supervision_views.supervision, name="supervision"),
    path("ho-so/<slug:code>/", views.case, name="case"),
    path("ho-so/<slug:code>/mo/", views.open_story, name="case-open"),
    path("ho-so/<slug:code>/nguoi/", people_views.people, name="case-people"),
    path("ho-so/<slug:code>/tre/", views.child, name="case-child"),
    path("ho-so/<slug:code>/vao-so/", row_views.record, name="case-row"),
    path("ho-so/<slug:code>/nhat-ky/", people_views.log, name="case-log"),
    path("ho-so/<slug:code>/viec/gop/", people_views.join, name="case-join"),
    path("ho-so/<slug:code>/viec/<slug:slug>/", views.act, name="case-act"),
    path("ho-so/<slug:code>/buoc/<uuid:pk>/", views.step, name="case-step"),
    path("ho-so/<slug:code>/buoc/<uuid:pk>/<slug:ending>/", views.paper_file, name="case-paper"),
]
