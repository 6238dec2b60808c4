"""What looks odd about a campaign: said to whoever runs it, never a reason to refuse."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from awards.models import AwardForm, Campaign, Decision
from awards.selectors.authority import may_decide
from emulation.vietnamese import format_date


def oddities_of(
    campaign: Campaign, forms: Collection[AwardForm], decisions: Collection[Decision] = ()
) -> list[str]:
    """Sentences on forms that the deciding body may not decide on and on dates that do not fit the year."""
    return [*_authority(campaign, forms), *_dates(campaign, decisions)]


def _authority(campaign: Campaign, forms: Collection[AwardForm]) -> Iterator[str]:
    body, agency = campaign.deciding_body, campaign.organisation
    beyond = [form for form in forms if may_decide(body, form) is False]
    own = [form.name for form in beyond if may_decide(agency, form)]
    nobody = [form.name for form in beyond if form.name not in own]
    if own:
        yield _(
            "%(body)s may not decide on: %(forms)s. A decision of %(agency)s itself is needed for them."
        ) % {
            "body": body.name,
            "agency": agency.name,
            "forms": ", ".join(own),
        }
    if nobody:
        yield _("%(body)s may not decide on: %(forms)s.") % {"body": body.name, "forms": ", ".join(nobody)}


def _dates(campaign: Campaign, decisions: Collection[Decision]) -> Iterator[str]:
    """Achievements of a year are proposed and decided on within it or in the next one."""
    fitting = (campaign.year, campaign.year + 1)
    if campaign.closes_on and campaign.closes_on.year not in fitting:
        yield _("The last day for nominations, %(day)s, does not fit the year of achievement %(year)s.") % {
            "day": format_date(campaign.closes_on),
            "year": campaign.year,
        }
    for decision in decisions:
        if decision.signed_on and decision.signed_on.year not in fitting:
            yield _(
                "The date of decision %(number)s, %(day)s, does not fit the year of achievement %(year)s."
            ) % {
                "number": decision.number or "…",
                "day": format_date(decision.signed_on),
                "year": campaign.year,
            }
