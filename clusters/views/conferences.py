"""A conference: its page, planning and changing it, inviting, opening and ending it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.agenda import clock
from clusters.conference_states import (
    CONFERENCE,
    CONFERENCE_NEEDS_REASON,
    ConferenceKind,
    ConferenceState,
    Purpose,
    RecordKind,
)
from clusters.forms.conferences import ConferenceForm
from clusters.models import Conference, Season
from clusters.permissions import conferences as permissions
from clusters.permissions.clusters import runs
from clusters.selectors import clusters as cluster_selectors
from clusters.selectors import conferences as selectors
from clusters.services import conferences
from clusters.services.conferences import ConferenceTerms
from clusters.services.letters import LETTER, letter_payload
from clusters.views.seasons import crumbs_to as season_crumbs
from clusters.views.seasons import page_of_season
from emulation.accounts.permissions import foresee
from emulation.accounts.requests import SignedInRequest
from emulation.acts import Act, done, now_stands, saved_over, to_job, typed
from emulation.audit.selectors import history_of
from emulation.ballots.selectors.secret import ballots_of as ballots_of_person
from emulation.documents.services import print_preview
from emulation.documents.word import word_file
from emulation.lifecycle import TransitionRefused
from emulation.reasons import ReasonForm
from emulation.serving import download
from emulation.verdicts import demand

MOVES = {
    "open": (
        pgettext_lazy("conference", "Open the conference"),
        gettext_lazy("The quorum is there; every screen shows the first item."),
    ),
    "unopen": (
        pgettext_lazy("conference", "Take back the opening"),
        gettext_lazy("The conference stands as planned again."),
    ),
    "end": (
        pgettext_lazy("conference", "End the conference"),
        gettext_lazy("The minutes can be closed; nobody votes any more."),
    ),
    "resume": (gettext_lazy("Resume the conference"), gettext_lazy("It is under way again.")),
    "call_off": (
        gettext_lazy("Call the conference off"),
        gettext_lazy("It does not take place; another one can be planned."),
    ),
}
FORWARD = ("open", "end")
USUAL_TITLE = {
    ConferenceKind.MIDYEAR: "Hội nghị sơ kết công tác thi đua 6 tháng đầu năm",
    ConferenceKind.YEAREND: "Hội nghị tổng kết công tác thi đua năm",
}


def page_of_conference(conference: Conference) -> str:
    return reverse("clusters:conference", args=[conference.pk])


def crumbs_to(conference: Conference) -> list[tuple[object, str]]:
    return [*season_crumbs(conference.season), (conference.title, page_of_conference(conference))]


@login_required
@require_GET
def conference_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """All of a conference on one page: agenda, who takes part, votes, records, the hand-over."""
    conference = selectors.conference_for(request.user, pk)
    today = timezone.localdate()
    may_run = runs(request.user, conference.season.cluster, on=today)
    finishes = permissions.finishes(request.user, conference, on=today)
    items = list(selectors.items_of(conference))
    moves = _moves_of(request, conference) if may_run else []
    context = {
        "conference": conference,
        "runs": bool(may_run),
        "finishes": bool(finishes),
        "items": list(zip(items, clock(conference.begins, [one.minutes for one in items]), strict=True)),
        "may_change": bool(permissions.may_change(request.user, conference, on=today)),
        "may_show": bool(permissions.may_show(request.user, conference, on=today)),
        "may_vote": permissions.may_prepare_vote(request.user, conference, on=today),
        "may_hand_over": permissions.may_change_hand_over(request.user, conference, on=today),
        "guests": list(selectors.guests_of(conference)),
        "next": next((move for move in moves if move["name"] in FORWARD), None),
        "others": [move for move in moves if move["name"] not in FORWARD],
        "entries": history_of(conference) if finishes else [],
        **_attending(request, conference),
        **_voting(request, conference),
        **_records(request, conference),
    }
    return render(request, "clusters/conference_detail.html", context)


def _moves_of(request: SignedInRequest, conference: Conference) -> list[dict[str, Any]]:
    today = timezone.localdate()
    return [
        {
            "name": name,
            "label": MOVES[name][0],
            "url": reverse("clusters:conference_move", args=[conference.pk, name]),
            "verdict": permissions.may_move(request.user, conference, name, on=today),
        }
        for name in CONFERENCE.moves_from(conference.state)
    ]


def _attending(request: SignedInRequest, conference: Conference) -> dict[str, Any]:
    """The members with their attendance, and which of them the reader may enter or confirm."""
    today = timezone.localdate()
    places = selectors.attendance_of(conference)
    enters = permissions.may_enter_attendance(request.user, conference, on=today)
    foresee(request.user, [place.seat.organisation_id for place in places])
    return {
        "places": [
            {
                "place": place,
                "own": not enters
                and bool(
                    permissions.may_confirm(request.user, conference, place.seat, on=today, newest=place.row)
                ),
            }
            for place in places
        ],
        "enters": bool(enters),
        "quorum": selectors.quorum_of(conference, places),
    }


def _voting(request: SignedInRequest, conference: Conference) -> dict[str, Any]:
    """The votes, which of them the reader has a part in, and whom they chose for next year."""
    told = selectors.motions_of(conference)
    mine = set(
        ballots_of_person(request.user)
        .filter(pk__in=[one.ballot.pk for one in told])
        .order_by()
        .values_list("pk", flat=True)
        if told
        else []
    )
    groups: dict[int, dict[str, Any]] = {}
    for one in told:
        group = groups.setdefault(
            one.ballot.pk, {"ballot": one.ballot, "told": [], "mine": one.ballot.pk in mine}
        )
        group["told"].append(one)
    for group in groups.values():
        group["again"] = _again(group["told"])
    today = timezone.localdate()
    elected = selectors.elected_for(conference.season) if conference.kind == ConferenceKind.YEAREND else {}
    return {
        "votes": list(groups.values()),
        "elected": [
            {
                "turn": turn,
                "may_decline": bool(permissions.may_decline_turn(request.user, turn, on=today)),
            }
            for _role, turn in sorted(elected.items(), reverse=True)
        ],
        "over": selectors.hand_over_of(conference),
    }


def _again(told: list[Any]) -> str:
    """The word in the address of another round: of what this ballot left open, else of all it asked."""
    open_ones = {one.motion.purpose for one in told if not one.chosen} or {one.motion.purpose for one in told}
    words = {
        frozenset({Purpose.LEADER, Purpose.DEPUTY}): "leadership",
        frozenset({Purpose.LEADER}): "leader",
        frozenset({Purpose.DEPUTY}): "deputy",
        frozenset({Purpose.NOMINATION}): "nomination",
        frozenset({Purpose.TIE_BREAK}): "tie-break",
    }
    return words.get(frozenset(open_ones), "leadership")


def _records(request: SignedInRequest, conference: Conference) -> dict[str, Any]:
    today = timezone.localdate()
    found = selectors.records_of(conference)
    for row in found:
        row.conference = conference
    standing = selectors.in_force(found)
    kinds = [RecordKind.MINUTES, RecordKind.HAND_OVER]
    if conference.kind != ConferenceKind.YEAREND:
        kinds.remove(RecordKind.HAND_OVER)
    return {
        "records": [
            {
                "kind": kind,
                "label": kind.label,
                "row": standing.get(kind),
                "readable": kind in standing
                and bool(permissions.may_read_record(request.user, standing[kind], on=today)),
                "may_begin": permissions.may_draft_record(request.user, conference, kind, on=today),
                "earlier": [one for one in found if one.kind == kind and one is not standing.get(kind)],
            }
            for kind in kinds
        ]
    }


def _initial(terms: ConferenceTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in ConferenceTerms.__dataclass_fields__}


@login_required
@require_http_methods(["GET", "POST"])
def conference_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Plans the conference of a season: `kind` in the address says which."""
    season = cluster_selectors.season_for(request.user, pk)
    today = timezone.localdate()
    demand(permissions.may_plan(request.user, season, on=today))
    asked = request.GET.get("kind", ConferenceKind.YEAREND)
    if asked not in ConferenceKind.values:
        raise Http404
    kind = ConferenceKind(asked)
    form = ConferenceForm(
        typed(request),
        posts=_people(season),
        initial={"title": f"{USUAL_TITLE[kind]} {season.year}", "quorum": conferences.QUORUM, "day": today},
    )
    act = Act(
        title=_("Plan the mid-year conference")
        if kind == ConferenceKind.MIDYEAR
        else _("Plan the year-end conference"),
        lead=str(season),
        verb=_("Save"),
        back=page_of_season(season),
        crumbs=season_crumbs(season),
        consequences=[_("The usual agenda is laid out; every item can be changed.")],
        autosave=f"conference-new-{pk}",
        said=_("The conference is planned. Invite the members when day and place are settled."),
    )

    def plan() -> Conference:
        conference = conferences.plan(season, kind, form.terms(), by=request.user)
        act.after = page_of_conference(conference)
        return conference

    return done(request, form, act, plan)


def _people(season: Season) -> list[Any]:
    today = timezone.localdate()
    leader = cluster_selectors.leading(season).leader
    return selectors.people_of(season, today, first=leader.organisation_id if leader else None)


@login_required
@require_http_methods(["GET", "POST"])
def conference_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_change(request.user, conference, on=timezone.localdate()))
    stored = conferences.terms_of(conference)
    form = ConferenceForm(typed(request), posts=_people(conference.season), initial=_initial(stored))
    act = Act(
        title=_("Change the conference"),
        lead=conference.title,
        verb=_("Save"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        autosave=f"conference-{pk}",
        said=_("Saved."),
    )

    def do(terms: ConferenceTerms, base: ConferenceTerms) -> Conference:
        return conferences.revise(conference, terms, base=base, by=request.user)

    return saved_over(
        request,
        form,
        act,
        of=conference,
        stored=lambda: conferences.terms_of(selectors.conference_for(request.user, pk)),
        do=do,
    )


@login_required
@require_http_methods(["GET", "POST"])
def conference_move(request: SignedInRequest, pk: int, move: str) -> HttpResponse:
    conference = selectors.conference_for(request.user, pk)
    if move not in MOVES:
        raise Http404
    if conference.state not in CONFERENCE.sources(move):
        raise TransitionRefused(move, conference.state, conference)
    demand(permissions.may_move(request.user, conference, move, on=timezone.localdate()))
    title, what = MOVES[move]
    form = ReasonForm(typed(request), required=move in CONFERENCE_NEEDS_REASON)
    quorum = selectors.quorum_of(conference, selectors.attendance_of(conference))
    act = Act(
        title=title,
        lead=conference.title,
        verb=title,
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        consequences=[what, *([quorum.in_words()] if move == "open" and quorum.reached else [])],
        problems=[quorum.in_words()] if move == "open" and not quorum.reached else [],
        calm=move not in FORWARD,
        said=now_stands(ConferenceState, CONFERENCE.target(move, conference.state, conference)),
    )
    return done(
        request,
        form,
        act,
        lambda: conferences.move(conference, move, by=request.user, reason=form.cleaned_data["reason"]),
    )


@login_required
@require_http_methods(["GET", "POST"])
def conference_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Tells the members day and place."""
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.may_change(request.user, conference, on=timezone.localdate()))
    form = ReasonForm(typed(request), required=False)
    del form.fields["reason"]
    act = Act(
        title=_("Invite the members"),
        lead=f"{conference.title}, {conference.day:%d/%m/%Y}, {conference.place}",
        verb=_("Invite the members"),
        back=page_of_conference(conference),
        crumbs=crumbs_to(conference),
        consequences=[
            _("Heads and officers of all members are told, and asked to say who comes."),
            _("Bodies besides the members get the printed invitation."),
        ],
        said=_("The members are told."),
    )
    return done(request, form, act, lambda: conferences.invite(conference, by=request.user))


@login_required
@require_POST
def letter(request: SignedInRequest, pk: int) -> HttpResponse:
    """The invitation as PDF, printed for whoever asks."""
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.finishes(request.user, conference, on=timezone.localdate()))
    job = print_preview(
        LETTER,
        letter_payload(conference),
        title=_("Invitation"),
        by=request.user,
        organisation=conference.season.cluster.organiser,
    )
    return to_job(job, page_of_conference(conference))


@login_required
@require_GET
def letter_word(request: SignedInRequest, pk: int) -> HttpResponse:
    """The invitation as a Word file."""
    conference = selectors.conference_for(request.user, pk)
    demand(permissions.finishes(request.user, conference, on=timezone.localdate()))
    return download(word_file(LETTER, letter_payload(conference)), f"giay-moi-{conference.pk}.docx")
