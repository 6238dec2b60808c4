"""What the papers of clusters and of secret votes must hold: rankings, score matrices, tellers' records, ballots."""

from emulation.documents.evidence import EVIDENCE
from emulation.documents.schemas import Group, Many, OneOf, Text, Whole


def _points(rows: int) -> Many:
    """Parts with points of words and tables of at most `rows` rows."""
    return Many(
        of=Group(
            of={
                "roman": Text(limit=8),
                "heading": Text(limit=300),
                "items": Many(
                    of=Group(
                        of={
                            "heading": Text(required=False, limit=700),
                            "paragraphs": Many(of=Text(limit=3000), least=0, most=200),
                            "table": Group(
                                required=False,
                                of={
                                    "header": Many(of=Text(limit=60), most=10),
                                    "widths": Many(of=Whole(low=1, high=100), most=10),
                                    "rows": Many(
                                        of=Group(
                                            of={"cells": Many(of=Text(required=False, limit=600), most=10)}
                                        ),
                                        most=rows,
                                    ),
                                },
                            ),
                            "after": Many(required=False, of=Text(limit=3000), least=0, most=20),
                        }
                    ),
                    most=1000,
                ),
            }
        ),
        most=30,
    )


TELLERS_RECORD = {
    "issuers": Many(of=Text(limit=300), most=8),
    "issuer": Text(limit=1500),
    "superior": Text(required=False, limit=300),
    "number": Text(limit=120),
    "place_date": Text(limit=200),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "opening": Text(limit=2000),
    "sections": _points(500),
    "closing": Text(limit=2000),
    "signatures": Many(
        of=Group(
            of={
                "lines": Many(of=Text(limit=200), most=5),
                "further": Many(of=Text(limit=200), least=0, most=6),
                "name": Text(limit=200),
            }
        ),
        most=8,
    ),
    "recipients": Many(of=Text(limit=300), most=40),
}
"""What the tellers counted (Decree 30/2020/NĐ-CP, form 1.9): papers given out, returned, valid, and each result."""

RANKING = {**TELLERS_RECORD, "sections": _points(5000)}
"""The places of a cluster's members, the rule they go by, and what a correction changed: parts as in a record."""

SCORE_MATRIX = {
    "issuers": Many(of=Text(limit=300), most=2),
    "issuer": Text(limit=300),
    "superior": Text(required=False, limit=300),
    "number": Text(limit=120),
    "place_date": Text(limit=200),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "period": Text(limit=300),
    "paper": OneOf(choices=("A4", "A3")),
    "blocks": Many(
        of=Group(
            of={
                "header": Many(of=Text(limit=30), most=60),
                "sums": Many(of=Whole(low=0, high=60), least=0, most=60),
                "rows": Many(
                    of=Group(of={"cells": Many(of=Text(required=False, limit=300), most=60)}), most=5000
                ),
            }
        ),
        most=40,
    ),
    "legend": Many(of=Group(of={"cells": Many(of=Text(limit=1000), most=3)}), most=500),
    "notes": Many(of=Text(limit=2000), least=0, most=20),
    "signatures": Many(
        of=Group(
            of={
                "lines": Many(of=Text(limit=200), most=5),
                "further": Many(of=Text(limit=200), least=0, most=6),
                "name": Text(limit=200),
            }
        ),
        most=2,
    ),
    "recipients": Many(of=Text(limit=300), most=60),
}
"""Points of all members on all criteria, on A4 or A3 in landscape: a block of columns a page, groups kept together."""

BALLOT_SHEET = {
    "issuer": Text(limit=300),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "copies": Whole(low=1, high=500),
    "questions": Many(
        of=Group(
            of={
                "text": Text(limit=700),
                "rule": Text(limit=200),
                "options": Many(of=Text(limit=700), most=60),
            }
        ),
        most=60,
    ),
    "note": Text(limit=300),
}
"""Papers for a secret ballot: each begins on a page of its own and bears no mark of whose it is."""

CONFERENCE_RECORD = {
    **TELLERS_RECORD,
    "number": Text(required=False, limit=120),
    "recipients": Many(of=Text(limit=300), most=110),
    "text_digest": Text(required=False, limit=64),
    "evidence": EVIDENCE,
}
"""Minutes and hand-over record of a conference (form 1.9), signed by two; the finished one carries the evidence.

Without a number there is no line for it.
"""

INVITATION = {
    "superior": Text(required=False, limit=300),
    "issuers": Many(of=Text(limit=300), most=8),
    "issuer": Text(limit=1500),
    "number": Text(limit=120),
    "place_date": Text(limit=200),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "invited": Many(of=Text(limit=300), most=120),
    "lines": Many(of=Text(limit=2000), most=40),
    "agenda": Group(
        required=False,
        of={
            "header": Many(of=Text(limit=60), most=10),
            "widths": Many(of=Whole(low=1, high=100), most=10),
            "rows": Many(of=Group(of={"cells": Many(of=Text(required=False, limit=600), most=10)}), most=100),
        },
    ),
    "closing": Text(limit=2000),
    "signatures": TELLERS_RECORD["signatures"],
    "recipients": Many(of=Text(limit=300), most=120),
}
"""An invitation (Decree 30/2020/NĐ-CP, form 1.7): who is invited, to what, when and where, and the agenda."""
