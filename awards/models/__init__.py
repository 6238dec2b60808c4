from awards.models.award import (
    AwardAlias,
    AwardForm,
    AwardRule,
    Campaign,
    CampaignKind,
    SubjectKind,
)
from awards.models.board import Board, Seat
from awards.models.grant import Decision, GoldenBook, Grant
from awards.models.nomination import Nomination, NomineeImport, StatCategory

__all__ = [
    "AwardAlias",
    "AwardForm",
    "AwardRule",
    "Board",
    "Campaign",
    "CampaignKind",
    "Decision",
    "GoldenBook",
    "Grant",
    "Nomination",
    "NomineeImport",
    "Seat",
    "StatCategory",
    "SubjectKind",
]
