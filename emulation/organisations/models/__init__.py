"""Who exists: organisations through time, people, and the posts people hold."""

from emulation.organisations.models.organisation import (
    Confidence,
    Kind,
    Level,
    Organisation,
    OrganisationVersion,
    OrganisationWord,
)
from emulation.organisations.models.person import (
    LONGEST_NAME,
    LONGEST_TITLE,
    Gender,
    Person,
    PersonTitle,
    Post,
)
from emulation.organisations.models.succession import Succession, SuccessionKind

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TITLE",
    "Confidence",
    "Gender",
    "Kind",
    "Level",
    "Organisation",
    "OrganisationVersion",
    "OrganisationWord",
    "Person",
    "PersonTitle",
    "Post",
    "Succession",
    "SuccessionKind",
]
