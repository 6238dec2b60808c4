from emulation.ballots.models.ballot import (
    Ballot,
    BallotKind,
    Candidate,
    Keeping,
    Position,
    PositionValue,
    Question,
    QuestionKind,
    RollEntry,
)
from emulation.ballots.models.urn import BatchEntry, Envelope, Paper, Receipt, Teller, TellerKey, Urn

__all__ = [
    "Ballot",
    "BallotKind",
    "BatchEntry",
    "Candidate",
    "Envelope",
    "Keeping",
    "Paper",
    "Position",
    "PositionValue",
    "Question",
    "QuestionKind",
    "Receipt",
    "RollEntry",
    "Teller",
    "TellerKey",
    "Urn",
]
