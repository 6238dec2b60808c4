from django.urls import URLPattern, path

from emulation.drafts import views

app_name = "drafts"
urlpatterns: list[URLPattern] = [path("", views.save, name="save")]
