"""Doors of the indicators room."""
from __future__ import annotations

from django.urls import path

from . import development_views, reading_views, scorecard_views, views

app_name = "indicators"
urlpatterns = [
    path("tong-quan/", views.board, name="board"),
    path("muc-tieu/<str:number>/", views.objective, name="objective"),
    path("viec-cua-toi/", views.mine, name="mine"),
    path("cach-hieu/", reading_views.reading_list, name="readings"),
    path("cach-hieu/<slug:name>/", reading_views.decide, name="reading"),
    path("phat-trien-toan-dien/", development_views.page, name="development"),
    path("phat-trien-toan-dien/<uuid:pk>/", development_views.panel, name="development-panel"),
    path("cham-thu/<int:year>/", scorecard_views.scorecard, name="scorecard"),
    path("cham-thu/<int:year>/<int:criterion>/", scorecard_views.evidence, name="evidence"),
    path("minh-chung/<uuid:pk>/", scorecard_views.evidence_file, name="evidence-file"),
    path("minh-chung/<uuid:pk>/go/", scorecard_views.drop_evidence, name="evidence-drop"),
    path("chi-tieu/<str:code>/", views.measure, name="measure"),
]
