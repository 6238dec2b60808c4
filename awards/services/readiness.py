"""What keeps a decision from being issued, found before anything is written."""

from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from awards.models import Decision, Nomination
from awards.selectors.authority import may_decide
from awards.services.papers import too_long
from awards.states import DecisionState, NominationState
from emulation.organisations.offices import Office
from emulation.periods import open_on
from emulation.vietnamese import format_date

SIGNING_OFFICES = frozenset({Office.HEAD, Office.DEPUTY})


def problems(decision: Decision, rows: Collection[Nomination], *, asked: Collection[str] = ()) -> list[str]:
    """Everything that keeps the decision from being issued, in words; empty when it is ready.

    `asked`: names of fields that the page asks for itself and that are therefore not called missing.
    """
    return [
        *_word_problems(decision, asked),
        *([] if "signatory" in asked else _signatory_problems(decision)),
        *_list_problems(decision, rows),
        *_number_problems(decision),
    ]


def _word_problems(decision: Decision, asked: Collection[str]) -> list[str]:
    missing = {
        _("The decision has no number yet."): not decision.number and "number" not in asked,
        _("The decision has no date yet."): decision.signed_on is None and "signed_on" not in asked,
        _("The date of signing lies in the future."): decision.signed_on is not None
        and decision.signed_on > timezone.localdate(),
        _("The place of signing is missing."): not decision.place and "place" not in asked,
        _("The legal grounds are missing."): not decision.recorded and not decision.grounds.strip(),
    }
    return [sentence for sentence, wrong in missing.items() if wrong]


def _list_problems(decision: Decision, rows: Collection[Nomination]) -> list[str]:
    found = [] if rows else [_("The list of this decision is empty.")]
    beyond = sorted({row.form.name for row in rows if may_decide(decision.organisation, row.form) is False})
    if beyond:
        found.append(
            _("%(body)s may not decide on: %(forms)s.")
            % {"body": decision.organisation.name, "forms": ", ".join(beyond)}
        )
    unfit = [row.full_name for row in rows if row.state != NominationState.PASSED]
    if unfit:
        found.append(_("No longer approved: %(names)s.") % {"names": ", ".join(unfit[:5])})
    long = [] if decision.recorded else [row.full_name for row in rows if too_long(row)]
    if long:
        found.append(
            _("Too long to print, shorten position and unit: %(names)s.") % {"names": ", ".join(long[:5])}
        )
    return found


def _signatory_problems(decision: Decision) -> list[str]:
    post = decision.signatory
    if post is None:
        return [] if decision.recorded and decision.signatory_name else [_("The signatory is missing.")]
    if post.organisation_id != decision.organisation_id or post.office not in SIGNING_OFFICES:
        return [_("The signatory does not hold an office that signs for the deciding body.")]
    if decision.signed_on and not open_on(post.valid_from, post.valid_to, decision.signed_on):
        return [
            _("%(name)s did not hold the office of %(office)s on %(day)s.")
            % {"name": post.person.full_name, "office": post.title, "day": format_date(decision.signed_on)}
        ]
    return []


def _number_problems(decision: Decision) -> list[str]:
    taken = Decision.objects.filter(
        organisation_id=decision.organisation_id,
        year=decision.year,
        number=decision.number,
        state=DecisionState.PUBLISHED,
    ).exclude(pk=decision.pk)
    if decision.number and decision.year and taken.exists():
        return [
            _("%(number)s has already been used in %(year)s.")
            % {"number": decision.number, "year": decision.year}
        ]
    return []
