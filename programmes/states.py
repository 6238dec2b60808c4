"""The states of a programme, its yearly plans, their tasks and its activities, and every move between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from emulation.lifecycle import Lifecycle, Move


class ProgrammeState(TextChoices):
    DRAFT = "draft", _("Draft")
    CONSULTED = "consulted", _("Being consulted")
    SIGNED = "signed", _("Signed")
    ACTIVE = "active", _("Under way")
    SUMMED_UP = "summed_up", _("Summed up")
    CLOSED = "closed", _("Closed")
    TERMINATED = "terminated", _("Ended early")
    RENEWED = "renewed", _("Renewed by the next programme")
    DISCARDED = "discarded", _("Draft put aside")


P = ProgrammeState

PROGRAMME = Lifecycle(
    Move("consult", P.DRAFT, P.CONSULTED),
    Move("take_back", P.CONSULTED, P.DRAFT),
    Move("sign", (P.DRAFT, P.CONSULTED), P.SIGNED),
    Move("unsign", P.SIGNED, P.CONSULTED),
    Move("begin", P.SIGNED, P.ACTIVE),
    Move("unbegin", P.ACTIVE, P.SIGNED),
    Move("sum_up", P.ACTIVE, P.SUMMED_UP),
    Move("resume", P.SUMMED_UP, P.ACTIVE),
    Move("close", P.SUMMED_UP, P.CLOSED),
    Move("reopen", P.CLOSED, P.SUMMED_UP),
    Move("terminate", (P.SIGNED, P.ACTIVE, P.SUMMED_UP), P.TERMINATED),
    Move("revive", P.TERMINATED, P.ACTIVE),
    Move("renew", (P.ACTIVE, P.SUMMED_UP), P.RENEWED),
    Move("unrenew", P.RENEWED, P.ACTIVE),
    Move("discard", (P.DRAFT, P.CONSULTED), P.DISCARDED),
    Move("restore", P.DISCARDED, P.DRAFT),
)

# Undoing is a move of its own and always gives its reason.
NEEDS_REASON = frozenset(
    {
        "take_back",
        "unsign",
        "unbegin",
        "resume",
        "reopen",
        "terminate",
        "revive",
        "unrenew",
        "discard",
        "restore",
    }
)
LEAVES = frozenset({"terminate", "renew"})
"""Side exits: the programme remembers from which state it left."""
COMES_BACK = frozenset({"revive", "unrenew"})
"""Their undoing leads to that very state; the table names the one that most come back to."""
BEFORE_SIGNING = frozenset({P.DRAFT, P.CONSULTED})
NEVER_SIGNED = BEFORE_SIGNING | {P.DISCARDED}
IN_FORCE = frozenset({P.SIGNED, P.ACTIVE, P.SUMMED_UP})
OVER = frozenset({P.CLOSED, P.TERMINATED, P.RENEWED})


class PlanState(TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")


PLAN = Lifecycle(
    Move("sign", PlanState.DRAFT, PlanState.SIGNED),
    Move("unsign", PlanState.SIGNED, PlanState.DRAFT),
)
PLAN_NEEDS_REASON = frozenset({"unsign"})


class TaskState(TextChoices):
    OPEN = "open", _("Not done yet")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")
    CARRIED = "carried", _("Taken over by a later plan")


TASK = Lifecycle(
    Move("finish", TaskState.OPEN, TaskState.DONE),
    Move("drop", TaskState.OPEN, TaskState.DROPPED),
    Move("carry", TaskState.OPEN, TaskState.CARRIED),
    Move("reopen", (TaskState.DONE, TaskState.DROPPED), TaskState.OPEN),
    Move("uncarry", TaskState.CARRIED, TaskState.OPEN),
)
TASK_NEEDS_REASON = frozenset({"drop", "reopen", "uncarry"})


class ActivityState(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVITY = Lifecycle(
    Move("hold", ActivityState.PLANNED, ActivityState.HELD),
    Move("cancel", ActivityState.PLANNED, ActivityState.CANCELLED),
    Move("unhold", ActivityState.HELD, ActivityState.PLANNED),
    Move("restore", ActivityState.CANCELLED, ActivityState.PLANNED),
)
ACTIVITY_NEEDS_REASON = frozenset({"cancel", "unhold", "restore"})


class CandidateState(TextChoices):
    NOTED = "noted", _("Noted")
    NURTURED = "nurtured", _("Being nurtured")
    PROPOSED = "proposed", _("To be proposed for commendation")
    LET_GO = "let_go", _("Not followed further")


C = CandidateState

CANDIDATE = Lifecycle(
    Move("nurture", C.NOTED, C.NURTURED),
    Move("propose", (C.NOTED, C.NURTURED), C.PROPOSED),
    Move("let_go", (C.NOTED, C.NURTURED, C.PROPOSED), C.LET_GO),
    Move("step_back", C.NURTURED, C.NOTED),
    Move("unpropose", C.PROPOSED, C.NURTURED),
    Move("take_up", C.LET_GO, C.NOTED),
)
CANDIDATE_NEEDS_REASON = frozenset({"let_go", "step_back", "unpropose", "take_up"})


class ReportState(TextChoices):
    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Figures frozen")
    CONFIRMED = "confirmed", _("Confirmed by every side")


REPORT = Lifecycle(
    Move("freeze", ReportState.DRAFT, ReportState.FROZEN),
    Move("thaw", (ReportState.FROZEN, ReportState.CONFIRMED), ReportState.DRAFT),
    Move("confirm", ReportState.FROZEN, ReportState.CONFIRMED),
)
REPORT_NEEDS_REASON = frozenset({"thaw"})
