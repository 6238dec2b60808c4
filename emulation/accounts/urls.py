"""The pages of accounts; of allauth's own pages only those that are used, so no other can be reached."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, include, path, re_path

from emulation.accounts.views import own, people, sessions

own_pages = [
    path("invitation/<str:token>/", own.accept, name="accept"),
    path("me/", own.profile, name="profile"),
    path("rights/", own.matrix_page, name="matrix"),
    path("alive/", sessions.alive, name="alive"),
    path("in-place/", sessions.in_place, name="in_place"),
    path("kept/", sessions.kept_text, name="kept"),
    path("sessions/<int:pk>/end/", sessions.end_session, name="end_session"),
    path("sessions/end-others/", sessions.end_other_sessions, name="end_other_sessions"),
    path("", people.account_list, name="list"),
    path("people/<int:person_id>/", people.person_detail, name="person"),
    path("people/<int:person_id>/invite/", people.invite, name="invite"),
    path("people/<int:person_id>/withdraw/", people.withdraw, name="withdraw"),
    *(
        path(
            f"people/<int:person_id>/{act.replace('_', '-')}/", people.act_on_account, {"act": act}, name=act
        )
        for act in people.ACTS
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own_pages, "accounts"))),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("sessions/", sessions.session_list, name="usersessions_list"),
]
