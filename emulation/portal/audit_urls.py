from django.urls import path

from emulation.portal import audit_views

app_name = "audit"
urlpatterns = [
    path("", audit_views.log, name="log"),
]
