"""The checks of one dossier: facts gathered from the records, findings told in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from awards import eligibility
from awards.eligibility import Check, Facts, Finding
from awards.models import AwardRule, Grant, Nomination
from awards.selectors.authority import may_decide
from awards.selectors.campaigns import rule_of
from awards.selectors.nominations import earlier_grants, visible_duplicates
from emulation.accounts.models import User
from emulation.organisations.models import Organisation
from emulation.vietnamese import format_date


@dataclass(frozen=True)
class ToldCheck:
    """A check as the reader sees it: the finding, the sentence, the clause it rests on."""

    code: str
    finding: str
    sentence: str
    clause: str = ""


def deciders(nomination: Nomination) -> list[Organisation]:
    """Who may be asked to decide in the campaign: its deciding body, and the standing agency itself."""
    return [nomination.campaign.deciding_body, nomination.campaign.organisation]


def _authorised(nomination: Nomination) -> bool | None:
    answers = {may_decide(body, nomination.form) for body in deciders(nomination)}
    return True if True in answers else None if None in answers else False


def checks(user: User, nomination: Nomination, *, on: date) -> list[ToldCheck]:
    """Every check of the nomination, in words, by the rule in force on the day; only of what this person may see."""
    rule = rule_of(nomination.form, on=on)
    same_year: list[Grant] = [
        grant for grant in earlier_grants(nomination)[:50] if grant.year == nomination.campaign.year
    ]
    facts = Facts(
        subject_kind=nomination.subject_kind,
        allowed_kinds=nomination.form.subjects,
        authorised=_authorised(nomination),
        twins=tuple(
            f"{twin.full_name}, {twin.campaign.title}" for twin in visible_duplicates(user, nomination)[:5]
        ),
        unit_ended_on=format_date(nomination.unit.ended_on) if nomination.unit.ended_on else "",
        achievement=nomination.achievement,
        birth_year=nomination.birth_year,
        rule_confidence=rule.confidence if rule else "",
        same_year_grants=tuple(f"{grant.form_name}, {grant.decision.number}" for grant in same_year),
    )
    return [_told(check, nomination, rule) for check in eligibility.checks(facts)]


def _told(check: Check, nomination: Nomination, rule: AwardRule | None) -> ToldCheck:
    clause = rule.legal_ground if rule and check.code in ("C01", "C02", "rule") else ""
    good = check.finding == Finding.OK
    values = "; ".join(check.values)
    sentences = {
        "C01": _("The form may be given to this kind of subject.")
        if good
        else _("The form may not be given to this kind of subject."),
        "C02": _authority(check, nomination),
        "C06": _("No other nomination or award of the same subject this year.")
        if good
        else _("Perhaps commended twice: %(found)s.") % {"found": values},
        "C10": _("The unit exists.") if good else _("The unit ceased to exist on %(day)s.") % {"day": values},
        "C18": _("The dossier says who and for what.") if good else _missing(check),
        "rule": _rule(check, rule),
    }
    return ToldCheck(check.code, check.finding.value, sentences[check.code], clause)


def _authority(check: Check, nomination: Nomination) -> str:
    body = " / ".join(dict.fromkeys(body.name for body in deciders(nomination)))
    fit = [body for body in deciders(nomination) if may_decide(body, nomination.form)]
    if fit:
        body = fit[0].name
    if check.finding == Finding.OK:
        return _("%(body)s may decide on this form.") % {"body": body}
    if check.finding == Finding.BLOCK:
        return _("%(body)s may not decide on this form.") % {"body": body}
    return _("Cannot tell whether %(body)s may decide on this form.") % {"body": body}


def _missing(check: Check) -> str:
    return (
        _("The achievement is missing.")
        if "achievement" in check.values
        else _("The year of birth is missing.")
    )


def _rule(check: Check, rule: AwardRule | None) -> str:
    if rule is None:
        return _("The catalogue has no rule in force today.")
    if check.finding == Finding.OK:
        return _("Standard: %(standard)s") % {"standard": rule.standard}
    return _("Standard (not verified): %(standard)s") % {"standard": rule.standard}
