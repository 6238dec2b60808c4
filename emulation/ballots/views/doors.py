"""What every page of a secret ballot begins with: a page that is kept nowhere, and what is said at its head."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from emulation.accounts.kept import never_kept
from emulation.accounts.requests import SignedInRequest
from emulation.ballots import owners, permissions
from emulation.ballots.models import Ballot
from emulation.ballots.selectors.secret import turnout_of
from emulation.ballots.states import BallotState

View = Callable[..., HttpResponse]
LOOKS = {
    BallotState.PREPARED: "quiet",
    BallotState.OPEN: "wait",
    BallotState.ENDED: "warn",
    BallotState.CLOSED: "good",
    BallotState.ANNULLED: "bad",
}


def behind_the_screen(view: View) -> View:
    """A page behind a login of which nothing is kept: no browser's cache, no report of an error, no expired session."""
    guarded = sensitive_post_parameters()(never_cache(login_required(view)))

    @wraps(view)
    def kept_nowhere(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return cast(HttpResponse, guarded(request, *args, **kwargs))

    return never_kept(kept_nowhere)


def head(request: SignedInRequest, ballot: Ballot) -> dict[str, object]:
    """What stands at the head of every page of the ballot."""
    today = timezone.localdate()
    return {
        "ballot": ballot,
        "look": LOOKS[BallotState(ballot.state)],
        "owner_url": owners.url_of(ballot),
        "owner_name": owners.name_of(ballot),
        "turnout": turnout_of(ballot),
        "tells": bool(permissions.may_tell(request.user, ballot)),
        "runs": bool(permissions.may_run(request.user, ballot, on=today)),
        "may_read_result": permissions.may_read_result(request.user, ballot, on=today),
    }
