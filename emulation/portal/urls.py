from django.urls import path

from emulation.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("help/", views.help_page, name="help"),
]
