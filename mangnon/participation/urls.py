"""Doors of the participation room."""
from __future__ import annotations

from django.urls import path

from . import survey_views, views

app_name = "participation"
urlpatterns = [
    path("phieu/", survey_views.phone, name="phone"),
    path("khao-sat/", survey_views.surveys, name="surveys"),
    path("khao-sat/them/", survey_views.add, name="survey-add"),
    path("khao-sat/<uuid:pk>/", survey_views.survey, name="survey"),
    path("khao-sat/<uuid:pk>/phieu/", survey_views.paper, name="survey-paper"),
    path("<uuid:pk>/tham-gia/", views.panel, name="panel"),
]
