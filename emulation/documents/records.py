"""What the papers of a secret vote must hold: the tellers' record and the ballot papers."""

from emulation.documents.evidence import EVIDENCE
from emulation.documents.schemas import Group, Many, Text, Whole

TELLERS_RECORD = {
    "issuers": Many(of=Text(limit=300), most=8),
    "issuer": Text(limit=1500),
    "superior": Text(required=False, limit=300),
    "number": Text(limit=120),
    "place_date": Text(limit=200),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "opening": Text(limit=2000),
    "sections": Many(
        of=Group(
            of={
                "roman": Text(limit=8),
                "heading": Text(limit=300),
                "items": Many(
                    of=Group(
                        of={
                            "heading": Text(required=False, limit=700),
                            "paragraphs": Many(of=Text(limit=3000), most=200),
                            "table": Group(
                                required=False,
                                of={
                                    "header": Many(of=Text(limit=60), most=10),
                                    "widths": Many(of=Whole(low=1, high=100), most=10),
                                    "rows": Many(
                                        of=Group(
                                            of={"cells": Many(of=Text(required=False, limit=600), most=10)}
                                        ),
                                        most=500,
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
    ),
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
    "recipients": Many(of=Text(limit=300), most=110),
    "text_digest": Text(required=False, limit=64),
    "evidence": EVIDENCE,
}
"""Minutes and hand-over record of a conference (form 1.9), signed by two; the finished one carries the evidence."""

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
