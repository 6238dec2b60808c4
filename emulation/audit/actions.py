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
    "award_form.change": _("%(actor)s changed “%(subject)s” in the catalogue."),
    "board.end_seat": _("%(actor)s ended a member's seat on “%(subject)s”."),
    "board.revise": _("%(actor)s changed the particulars of the board “%(subject)s”."),
    "board.seat": _("%(actor)s gave a person a seat on “%(subject)s”."),
    "board.set_up": _("%(actor)s entered the board “%(subject)s”."),
    "campaign.close": _("%(actor)s closed the campaign “%(subject)s”."),
    "campaign.close_review": _("%(actor)s closed the board's vote in the campaign “%(subject)s”."),
    "campaign.discard_import": _("%(actor)s put a list for the campaign “%(subject)s” away unused."),
    "campaign.import": _("%(actor)s imported a list of nominees into the campaign “%(subject)s”."),
    "campaign.open": _("%(actor)s opened the campaign “%(subject)s”."),
    "campaign.open_review": _("%(actor)s put the campaign “%(subject)s” before the board."),
    "campaign.reopen": _("%(actor)s reopened the campaign “%(subject)s”."),
    "campaign.revise": _("%(actor)s changed the campaign “%(subject)s”."),
    "decision.ceremony": _("%(actor)s recorded who handed over the awards of the decision “%(subject)s”."),
    "decision.draft": _("%(actor)s drafted the decision “%(subject)s”."),
    "decision.edit": _("%(actor)s changed the draft decision “%(subject)s”."),
    "decision.propose": _("%(actor)s sent the draft decision “%(subject)s” to the deciding body."),
    "decision.publish": _("%(actor)s published the decision “%(subject)s”."),
    "decision.record": _("%(actor)s recorded the decision “%(subject)s”, made on paper."),
    "decision.take_back": _("%(actor)s took the draft decision “%(subject)s” back."),
    "grant.reissue": _("%(actor)s issued the certificate of %(subject)s anew."),
    "grant.revoke": _("%(actor)s revoked the award of %(subject)s."),
    "nomination.appraise_not_ok": _("%(actor)s appraised the nomination of %(subject)s: not eligible."),
    "nomination.appraise_ok": _("%(actor)s appraised the nomination of %(subject)s: eligible."),
    "nomination.decide": _("%(actor)s published the decision that commends %(subject)s."),
    "nomination.defer": _("The board deferred the nomination of %(subject)s (vote closed by %(actor)s)."),
    "nomination.draft": _("%(actor)s drafted the nomination of %(subject)s."),
    "nomination.edit": _("%(actor)s changed the nomination of %(subject)s."),
    "nomination.enter_position": _(
        "%(actor)s entered the written verdict of an absent member on the nomination of %(subject)s."
    ),
    "nomination.fail": _(
        "The board did not approve the nomination of %(subject)s (vote closed by %(actor)s)."
    ),
    "nomination.pass": _("The board approved the nomination of %(subject)s (vote closed by %(actor)s)."),
    "nomination.position": _("%(actor)s gave a verdict on the nomination of %(subject)s."),
    "nomination.put_on_agenda": _("%(actor)s put the nomination of %(subject)s before the board."),
    "nomination.recall": _("%(actor)s took the nomination of %(subject)s back."),
    "nomination.receive": _("%(actor)s received the nomination of %(subject)s."),
    "nomination.restore": _("%(actor)s took up the withdrawn nomination of %(subject)s again."),
    "nomination.return": _("%(actor)s returned the nomination of %(subject)s."),
    "nomination.reword": _("%(actor)s corrected the wording of %(subject)s before the issue."),
    "nomination.revoke": _("%(actor)s revoked the commendation of %(subject)s."),
    "nomination.submit": _("%(actor)s submitted the nomination of %(subject)s."),
    "nomination.withdraw": _("%(actor)s withdrew the nomination of %(subject)s."),
}

# ballots
BALLOTS = {
    "ballot.close": _("%(actor)s closed the vote “%(subject)s”."),
    "ballot.open": _("%(actor)s opened the vote “%(subject)s”."),
}

# documents
DOCUMENTS = {
    "document.bundle": _("%(actor)s downloaded issued documents together."),
    "document.issue": _("%(actor)s issued the document %(subject)s."),
    "document.reissue": _("%(actor)s replaced the document %(subject)s by a new one."),
    "document.retry": _("%(actor)s sent the document %(subject)s to be printed again."),
    "document.revoke": _("%(actor)s revoked the document %(subject)s."),
    "document.withdraw": _("%(actor)s took the document %(subject)s back."),
}

# indicators
INDICATORS = {
    "figure.correct": _("%(actor)s corrected a figure: %(subject)s."),
    "figure.import": _("%(actor)s took in a table of figures: %(subject)s."),
    "figure.report": _("%(actor)s reported figures of %(subject)s."),
    "figure.withdraw": _("%(actor)s withdrew a figure: %(subject)s."),
    "indicator.change": _("%(actor)s changed “%(subject)s” in the catalogue of indicators."),
    "indicator.lock": _("“%(subject)s” was used for the first time and can no longer be changed."),
}

# legislation
LEGISLATION = {
    "base_salary.change": _("%(actor)s changed the base salary %(subject)s."),
    "ground.change": _("%(actor)s changed the national legal ground “%(subject)s”."),
    "ground.end": _("%(actor)s ended the legal ground “%(subject)s”."),
    "ground.put": _("%(actor)s put the legal ground “%(subject)s”."),
    "instrument.change": _("%(actor)s changed the national instrument %(subject)s."),
    "instrument.end": _("%(actor)s ended %(subject)s."),
    "instrument.enter": _("%(actor)s entered %(subject)s into the register."),
    "instrument.revise": _("%(actor)s corrected what the register says of %(subject)s."),
    "instrument.warn": _("The coming end of %(subject)s was told to those whom it concerns."),
}

# organisations
ORGANISATIONS = {
    "organisation.dissolve": _("%(actor)s recorded that %(subject)s was dissolved."),
    "organisation.merge": _("%(actor)s recorded the merger of %(subject)s."),
    "organisation.register": _("%(actor)s registered %(subject)s."),
    "organisation.rename": _("%(actor)s recorded a new name of %(subject)s."),
    "organisation.revise": _("%(actor)s recorded a change of %(subject)s."),
    "organisation.split": _("%(actor)s recorded the division of %(subject)s."),
    "organisation.succeed": _("%(actor)s recorded that %(subject)s follows other organisations."),
    "person.add": _("%(actor)s added %(subject)s."),
    "person.revise": _("%(actor)s changed the record of %(subject)s."),
    "post.appoint": _("%(actor)s recorded a post: %(subject)s."),
    "post.end": _("%(actor)s recorded the end of a post: %(subject)s."),
}

# programmes
PROGRAMMES = {
    "activity.attendance": _("%(actor)s marked who came to “%(subject)s”."),
    "activity.cancel": _("%(actor)s cancelled “%(subject)s”."),
    "activity.evidence": _("%(actor)s added a file that shows “%(subject)s”."),
    "activity.follow_candidate": _("%(actor)s noted how far a model found at “%(subject)s” has come."),
    "activity.hold": _("%(actor)s entered that “%(subject)s” was held."),
    "activity.invite": _("%(actor)s put people on the list of “%(subject)s”."),
    "activity.note_candidate": _("%(actor)s noted a model found at “%(subject)s”."),
    "activity.plan": _("%(actor)s entered the activity “%(subject)s”."),
    "activity.restore": _("%(actor)s planned “%(subject)s” again."),
    "activity.revise": _("%(actor)s changed the activity “%(subject)s”."),
    "activity.unhold": _("%(actor)s took back that “%(subject)s” was held."),
    "plan.draft": _("%(actor)s drafted the plan “%(subject)s”."),
    "plan.revise": _("%(actor)s changed the plan “%(subject)s”."),
    "plan.sign": _("%(actor)s entered the signing of the plan “%(subject)s”."),
    "plan.unsign": _("%(actor)s took back the signing of the plan “%(subject)s”."),
    "programme.add_party": _("%(actor)s entered a party of the programme “%(subject)s”."),
    "programme.amend": _("%(actor)s entered an addendum to the programme “%(subject)s”."),
    "programme.begin": _("%(actor)s set the programme “%(subject)s” under way."),
    "programme.close": _("%(actor)s closed the programme “%(subject)s”."),
    "programme.consult": _("%(actor)s sent the programme “%(subject)s” for consultation."),
    "programme.enter": _("%(actor)s entered the programme “%(subject)s”."),
    "programme.open_successor": _("%(actor)s drafted the programme that continues “%(subject)s”."),
    "programme.put_measure": _("%(actor)s stated what the programme “%(subject)s” aims at."),
    "programme.remove_measure": _("%(actor)s took an indicator out of the programme “%(subject)s”."),
    "programme.remove_party": _("%(actor)s took a party out of the programme “%(subject)s”."),
    "programme.reopen": _("%(actor)s reopened the programme “%(subject)s”."),
    "programme.resume": _("%(actor)s took the programme “%(subject)s” up again."),
    "programme.revise": _("%(actor)s changed the programme “%(subject)s”."),
    "programme.revise_party": _("%(actor)s changed a party of the programme “%(subject)s”."),
    "programme.revive": _("%(actor)s took back that the programme “%(subject)s” ended early."),
    "programme.sign": _("%(actor)s entered the signing of the programme “%(subject)s”."),
    "programme.succeed_party": _(
        "%(actor)s entered who takes a party's place in the programme “%(subject)s”."
    ),
    "programme.sum_up": _("%(actor)s entered that the programme “%(subject)s” was summed up."),
    "programme.take_back": _("%(actor)s took the programme “%(subject)s” back from consultation."),
    "programme.terminate": _("%(actor)s ended the programme “%(subject)s” early."),
    "programme.unbegin": _("%(actor)s took back that the programme “%(subject)s” is under way."),
    "programme.unsign": _("%(actor)s took back the signing of the programme “%(subject)s”."),
    "report.confirm": _("%(actor)s confirmed the figures of “%(subject)s”."),
    "report.contest": _("%(actor)s stated other figures for “%(subject)s”."),
    "report.draft": _("%(actor)s drafted “%(subject)s”."),
    "report.freeze": _("%(actor)s froze the figures of “%(subject)s”."),
    "report.issue": _("%(actor)s issued “%(subject)s”."),
    "report.thaw": _("%(actor)s opened the figures of “%(subject)s” again."),
    "report.write": _("%(actor)s wrote in “%(subject)s”."),
    "task.add": _("%(actor)s added the task “%(subject)s”."),
    "task.carry": _("%(actor)s handed the task “%(subject)s” on to the next programme."),
    "task.drop": _("%(actor)s dropped the task “%(subject)s”."),
    "task.finish": _("%(actor)s entered that the task “%(subject)s” was done."),
    "task.remove": _("%(actor)s took a task out of the plan “%(subject)s”."),
    "task.reopen": _("%(actor)s took the task “%(subject)s” up again."),
    "task.revise": _("%(actor)s changed the task “%(subject)s”."),
}

ACTIONS = {
    **ACCOUNTS,
    **AUDIT,
    **AWARDS,
    **BALLOTS,
    **DOCUMENTS,
    **INDICATORS,
    **LEGISLATION,
    **ORGANISATIONS,
    **PROGRAMMES,
}

KINDS = {
    "account": _("Accounts"),
    "activity": _("Activities"),
    "audit": _("Journal"),
    "award_form": _("Catalogue"),
    "ballot": _("Votes"),
    "base_salary": _("Base salary"),
    "board": _("Boards"),
    "campaign": _("Campaigns"),
    "decision": _("Decisions"),
    "document": _("Issued documents"),
    "figure": _("Figures"),
    "grant": _("Awards"),
    "ground": _("Legal grounds"),
    "indicator": _("Indicators"),
    "instrument": _("Instruments"),
    "nomination": _("Nominations"),
    "organisation": _("Organisations"),
    "person": _("People"),
    "plan": _("Annual plans"),
    "post": _("Posts"),
    "programme": _("Programmes"),
    "report": _("Reports"),
    "task": _("Tasks"),
}
"""What stands before the dot of a code: by this the journal is filtered."""

FIELDS = {
    "addendum": _("addendum"),
    "contents": _("contents"),
    "days": _("days and places"),
    "indicator": _("indicator"),
    "party": _("party"),
    "period": _("period"),
    "responsibilities": _("responsibilities"),
    "targets": _("targets by year"),
    "task": _("task"),
    "tasks": _("tasks taken over"),
    "together": _("responsibilities of all"),
    "achievement": _("achievement"),
    "address": _("address"),
    "bad": _("rows with problems"),
    "birth_date": _("date of birth"),
    "birth_year": _("year of birth"),
    "board": _("board"),
    "code": _("code"),
    "decision": _("decision"),
    "digest": _("fingerprint of the file"),
    "email": _("e-mail address"),
    "documents": _("number of documents"),
    "ended_on": _("ended on"),
    "entries": _("entries"),
    "figures": _("figures"),
    "fields": _("fields changed"),
    "file": _("file"),
    "form": _("form of commendation"),
    "forms": _("forms of commendation"),
    "gender": _("sex"),
    "good": _("good rows"),
    "honorific": _("honorific"),
    "is_active": _("account open"),
    "kind": _("type"),
    "member": _("member"),
    "members": _("members"),
    "moved": _("organisations that moved"),
    "name": _("name"),
    "nominations": _("number of nominations"),
    "paper": _("paper size"),
    "people": _("people entered"),
    "place": _("place name of the date line"),
    "position_title": _("position"),
    "positions": _("fingerprint of the positions"),
    "predecessors": _("predecessors"),
    "questions": _("questions"),
    "rows": _("rows"),
    "seal_text": _("text of the seal"),
    "sector": _("sector"),
    "signatory": _("signatory"),
    "signatory_name": _("name of the signatory"),
    "signatory_office": _("office above the signature"),
    "signing_power": _("line of power"),
    "stat_category": _("group of labourers"),
    "state": _("state"),
    "status": _("status"),
    "successor": _("successor"),
    "successors": _("successors"),
    "system": _("body above in its own line"),
    "told": _("people told"),
    "unit": _("unit"),
    "unit_name": _("unit as printed"),
    "units": _("units entered"),
    "valid_from": _("valid from"),
    "valid_to": _("valid to"),
}
