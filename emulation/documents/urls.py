from django.urls import path

from emulation.documents import views

app_name = "documents"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/file/", views.verify_file, name="verify_file"),
    path("verify/<str:code>/", views.answer, name="answer"),
    path("documents/bundles/<int:pk>/", views.bundle, name="bundle"),
]
