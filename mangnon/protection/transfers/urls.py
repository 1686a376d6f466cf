"""Doors of transfers: going out by the case's code, coming in by the file's number."""
from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("ho-so/<slug:code>/chuyen-xa/", views.begin, name="transfer-begin"),
    path("ho-so/<slug:code>/chuyen-xa/tep/", views.transfer, name="transfer"),
    path("ho-so/<slug:code>/chuyen-xa/bien-ban/<slug:ending>/", views.record, name="transfer-record"),
    path("chuyen-den/", views.incoming_list, name="incoming-list"),
    path("chuyen-den/<uuid:pk>/", views.incoming, name="incoming"),
    path("chuyen-den/<uuid:pk>/bien-nhan/", views.receipt, name="incoming-receipt"),
]
