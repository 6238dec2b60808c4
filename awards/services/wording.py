"""Putting right how an approved nomination is worded, while the decision that will print it is a draft.

The board approved a subject for a form: name, unit and form stay. What would not fit the papers, or was
misspelt, can be mended by whoever drafts the decision, with a reason that stays in the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from awards.models import Decision, Nomination, SubjectKind
from awards.permissions import may_draft_decision
from awards.rows import search_text
from awards.services.papers import LONGEST_ACHIEVEMENT
from awards.states import DecisionState, NominationState
from emulation.accounts.models import User
from emulation.audit.services import hold, record
from emulation.reasons import given
from emulation.verdicts import YES, No, Refused, Verdict, demand
from emulation.vietnamese import nfc

OF_A_PERSON = ("achievement", "position_title", "unit_name")
OF_OTHERS = ("achievement", "address")


def wording_of(nomination: Nomination) -> dict[str, str]:
    """{field: words} of what may be corrected: what the papers print besides name and form."""
    names = OF_A_PERSON if nomination.subject_kind == SubjectKind.INDIVIDUAL else OF_OTHERS
    return {name: getattr(nomination, name) for name in names}


def may_reword(user: User, nomination: Nomination, *, on: date) -> Verdict:
    """Correct the wording of an approved nomination, by whoever may draft the decision in which it stands."""
    # The office first: to others the answer must not tell what the board decided.
    drafting = may_draft_decision(user, nomination.campaign, on=on)
    if not drafting:
        return drafting
    decision = nomination.decision
    if nomination.state != NominationState.PASSED or decision is None:
        return No(
            gettext_lazy("Only what the board has approved and stands in a draft decision is corrected here.")
        )
    if decision.state != DecisionState.DRAFT:
        return No(gettext_lazy("The decision is no longer a draft: take it back first."))
    return YES


@transaction.atomic
def reword(
    nomination: Nomination,
    words: Mapping[str, str],
    *,
    reason: str,
    by: User,
    version: int | None = None,
) -> Nomination:
    """Save the corrected words ({field: words}, fields of `wording_of`); name, unit and form cannot be among them.

    `version` is that of the nomination that was read: one that has changed since is refused. Raises ValueError
    for other fields.
    """
    locked = _locked(nomination)
    demand(may_reword(by, locked, on=timezone.localdate()))
    if version is not None and locked.version != version:
        raise Refused(
            _("The nomination has changed since you opened this page. Read it anew, then correct it.")
        )
    why = given(reason)
    changes = _write(locked, words)
    if not changes:
        return locked
    locked.version += 1
    locked.full_clean(exclude=["folded", "search", "sort_key", "fingerprint"])
    locked.save(update_fields=[*changes, "search", "version", "updated_at"])
    # Its printed list is another one now: who read the old one must read anew.
    Decision.objects.filter(nominations=locked.pk).update(version=F("version") + 1)
    record("nomination.reword", locked, by=by, reason=why, **changes)
    return locked


def _locked(nomination: Nomination) -> Nomination:
    """The nomination as stored now, locked after the decision in which it stands."""
    hold(nomination.organisation_id)
    list(Decision.objects.select_for_update(of=("self",)).filter(nominations=nomination.pk).values_list("pk"))
    Nomination.objects.select_for_update().get(pk=nomination.pk)
    return Nomination.objects.select_related("campaign", "decision", "form", "unit").get(pk=nomination.pk)


def _write(nomination: Nomination, words: Mapping[str, str]) -> dict[str, Any]:
    """Set the words; what changed, as {field: [before, after]}."""
    stored = wording_of(nomination)
    if unknown := words.keys() - stored.keys():
        raise ValueError(f"not a matter of wording: {sorted(unknown)}")
    typed = {name: nfc(value).strip() for name, value in words.items()}
    if len(typed.get("achievement", "")) > LONGEST_ACHIEVEMENT:
        raise Refused(
            _("The achievement is longer than %(limit)s characters, shorten it: %(names)s.")
            % {"limit": LONGEST_ACHIEVEMENT, "names": nomination.full_name}
        )
    changes: dict[str, Any] = {
        name: [stored[name], value] for name, value in typed.items() if value != stored[name]
    }
    for name, (_before, after) in changes.items():
        setattr(nomination, name, after)
    nomination.search = search_text(nomination.name, nomination.unit_name, nomination.position_title)
    return changes
