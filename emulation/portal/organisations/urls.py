from django.urls import path

from emulation.portal.organisations.views import acts, people, register

app_name = "organisations"
urlpatterns = [
    path("", register.organisation_list, name="list"),
    path("register/", acts.register, name="register"),
    path("bodies/", register.bodies, name="bodies"),
    path("suggest/", register.suggest, name="suggest"),
    path("people/", people.person_list, name="people"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/revise/", people.person_revise, name="person_revise"),
    path("posts/<int:pk>/end/", people.end_post, name="end_post"),
    path("<int:pk>/", register.organisation_detail, name="detail"),
    path("<int:pk>/register/", acts.register, name="register_below"),
    path("<int:pk>/revise/", acts.revise, name="revise"),
    path("<int:pk>/rename/", acts.rename, name="rename"),
    path("<int:pk>/merge/", acts.merge, name="merge"),
    path("<int:pk>/dissolve/", acts.dissolve, name="dissolve"),
    path("<int:pk>/appoint/", people.appoint, name="appoint"),
]
