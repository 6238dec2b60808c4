"""Every action's code and its sentence, on one page; each room keeps its own block, in alphabetical order.

%(actor)s and %(subject)s are the names as they were copied at the time of the act. FIELDS says in words
what a change is about where the subject's model has no field of that name (a field's verbose_name serves
otherwise). `services.record` refuses a code that does not stand here.
"""

from django.utils.translation import gettext_lazy as _

# accounts
ACCOUNTS = {
    "account.close": _("%(actor)s closed the account of %(subject)s."),
    "account.invite": _("%(actor)s invited %(subject)s to open an account."),
    "account.open": _("%(actor)s opened an account."),
    "account.renew_password": _("%(actor)s sent %(subject)s a link for a new password."),
    "account.reopen": _("%(actor)s reopened the account of %(subject)s."),
    "account.reset_second_factor": _("%(actor)s reset the second step of login of %(subject)s."),
    "account.set_password": _("%(actor)s set a new password."),
    "account.withdraw_invitation": _("%(actor)s withdrew the invitation of %(subject)s."),
}

# audit
AUDIT = {
    "audit.erase": _("%(actor)s erased personal data from the journal as the law requires."),
}

# awards
AWARDS = {
    "campaign.close": _("%(actor)s closed the campaign “%(subject)s”."),
    "campaign.open": _("%(actor)s opened the campaign “%(subject)s”."),
    "campaign.revise": _("%(actor)s changed the campaign “%(subject)s”."),
}

# ballots
BALLOTS = {
    "ballot.close": _("%(actor)s closed the vote “%(subject)s”."),
    "ballot.open": _("%(actor)s opened the vote “%(subject)s”."),
}

ACTIONS = {**ACCOUNTS, **AUDIT, **AWARDS, **BALLOTS}

FIELDS = {
    "entries": _("entries"),
    "forms": _("forms of commendation"),
    "members": _("members"),
    "questions": _("questions"),
}
