"""Whether a payload can be printed at all, asked before anything is issued: letters and room.

What is issued is not changed any more. A letter that no font has, or a word wider than the frame, must therefore be
found by whoever can still write otherwise, and not by the press.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from emulation.documents.fitting import NAME_FACE
from emulation.documents.letters import SHOWN, RenderProblem, missing_letters, texts_of
from emulation.documents.papers import Paper
from emulation.documents.schemas import PayloadRefused, Problem
from emulation.documents.sheets import common_part, own_part, sheet

RECIPIENT = ("recipient",)


def demand_printable(paper: Paper, payload: Mapping[str, Any]) -> None:
    """Do nothing if the press can print the payload of that paper; otherwise raise PayloadRefused."""
    problems = list(_letters(paper, payload)) or list(_room(paper, payload))
    if problems:
        raise PayloadRefused(paper.name, problems, payload)


def _letters(paper: Paper, payload: Mapping[str, Any]) -> Iterator[Problem]:
    for path, text in texts_of(payload):
        missing = missing_letters(text)
        if paper.batch and path == RECIPIENT:
            missing = sorted({*missing, *missing_letters(text, [NAME_FACE])})
        if missing:
            yield Problem(path, "letters", {"letters": " ".join(missing[:SHOWN])})


def _room(paper: Paper, payload: Mapping[str, Any]) -> Iterator[Problem]:
    if not paper.batch:
        return
    try:
        common = common_part(payload)
        own_part(payload, sheet(paper.name, common)["paper"])
    except RenderProblem:
        yield Problem(RECIPIENT, "room")
