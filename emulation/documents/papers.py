"""Every paper this program prints: template name and version, what its payload must hold, what anyone may know.

A new look or wording is a new version beside the old one: what was issued with version 1 names version 1 for ever.
The wording itself stands in templates/documents/; the facts shown to anyone who checks a code are those that the
decision itself publishes: never a date of birth, never a personal number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from emulation.documents.evidence import EVIDENCE
from emulation.documents.facts import (
    Facts,
    certificate_facts,
    certificate_title,
    decision_facts,
    form_facts,
    text_facts,
    titled,
)
from emulation.documents.outline import (
    Piece,
    invitation_outline,
    joint_outline,
    matrix_outline,
    record_outline,
    report_outline,
)
from emulation.documents.records import (
    BALLOT_SHEET,
    CONFERENCE_RECORD,
    INVITATION,
    RANKING,
    SCORE_MATRIX,
    TELLERS_RECORD,
)
from emulation.documents.schemas import Flag, Group, Kind, Many, OneOf, Text, Whole

SIGNATURE = Group(
    of={
        "lines": Many(of=Text(limit=120), most=5),
        "name": Text(limit=80),
        "digital": Flag(required=False),
    }
)

CERTIFICATE = {
    "kind": OneOf(choices=("individual", "collective", "household")),
    "issuer": Text(limit=200),
    "award": Text(limit=200),
    "honorific": Text(required=False, limit=40),
    "recipient": Text(limit=250),
    "details": Text(required=False, limit=300),
    "achievement": Text(limit=600),
    "place_date": Text(limit=120),
    "signature": SIGNATURE,
    "decision_number": Text(limit=60),
    "decision_date": Text(limit=40),
    "golden_book": Text(required=False, limit=40),
    "mark": OneOf(required=False, choices=("star", "alliance")),
}

ANNEX_ROW = Group(
    of={
        "title": Text(required=False, limit=40),
        "name": Text(limit=250),
        "birth_year": Whole(required=False, low=1850, high=2200),
        "post": Text(required=False, limit=300),
        "unit": Text(required=False, limit=300),
        "achievement": Text(required=False, limit=600),
    }
)

DECISION = {
    "superior": Text(required=False, limit=200),
    "issuer": Text(limit=200),
    "number": Text(limit=60),
    "place_date": Text(limit=120),
    "summary": Text(limit=400),
    "authority": Text(limit=200),
    "grounds": Many(of=Text(limit=600), most=40),
    "proposal": Text(limit=600),
    "articles": Many(
        of=Group(of={"text": Text(limit=3000), "points": Many(required=False, least=0, of=Text(limit=3000))}),
        most=40,
    ),
    "signature": SIGNATURE,
    "recipients": Many(of=Text(limit=300), most=30),
    "annex": Group(
        required=False,
        of={
            "label": Text(required=False, limit=60),
            "title": Text(limit=400),
            "reference": Text(limit=300),
            "show_birth_year": Flag(required=False),
            "show_post": Flag(required=False),
            "show_achievement": Flag(required=False),
            "by_form": Flag(required=False),
            "sections": Many(
                of=Group(
                    of={
                        # Above the first section of each form, where a decision has several.
                        "form": Text(required=False, limit=250),
                        "heading": Text(limit=200),
                        "kind": OneOf(choices=("collective", "individual", "household")),
                        "rows": Many(of=ANNEX_ROW),
                    }
                ),
                most=100,
            ),
        },
    ),
}

SIDE_SIGNATURE = Group(
    of={
        "body": Text(limit=330),
        "lines": Many(of=Text(limit=200), most=5),
        "further": Many(of=Text(limit=200), least=0, most=6),
        "name": Text(limit=200),
    }
)

JOINT = {
    "issuers": Many(of=Text(limit=300), most=8),
    "superiors": Many(required=False, of=Text(required=False, limit=300), most=8),
    "issuer": Text(limit=1500),
    "number": Text(limit=120),
    "place_date": Text(limit=200),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "period": Text(required=False, limit=60),
    "grounds": Many(of=Text(limit=600), least=0, most=40),
    "opening": Text(limit=2000),
    "sections": Many(
        of=Group(
            of={
                "roman": Text(limit=8),
                "heading": Text(limit=300),
                "groups": Many(
                    of=Group(
                        of={
                            "place": Text(required=False, limit=6),
                            "heading": Text(required=False, limit=600),
                            "numbered": Flag(required=False),
                            "lines": Many(of=Text(limit=3000), most=400),
                        }
                    ),
                    most=100,
                ),
            }
        ),
        most=30,
    ),
    "signatures": Many(of=SIDE_SIGNATURE, most=8),
    "recipients": Many(of=Text(limit=300), most=40),
}
"""Several issuers, each signing: programme, yearly plan, minutes (Decree 30/2020/NĐ-CP, forms 1.4, 1.9)."""

PLEDGE = {
    **JOINT,
    "signatures": Many(of=SIDE_SIGNATURE, most=100),
    "recipients": Many(of=Text(limit=300), most=110),
    "text_digest": Text(required=False, limit=64),
    "evidence": EVIDENCE,
}
"""A pledge of a cluster: as above, signed by every member. The text to sign carries its fingerprint, the finished
one the evidence of the signatures."""

REPORT = {
    "superior": Text(required=False, limit=300),
    "issuers": Many(of=Text(limit=300), most=8),
    "issuer": Text(limit=1500),
    "number": Text(limit=120),
    "place_date": Text(limit=200),
    "kind": Text(limit=60),
    "summary": Text(limit=600),
    "period": Text(required=False, limit=60),
    "grounds": Many(of=Text(limit=600), least=0, most=40),
    "opening": Text(required=False, limit=2000),
    "sections": Many(
        of=Group(
            of={
                "roman": Text(limit=8),
                "heading": Text(limit=300),
                "groups": Many(
                    of=Group(
                        of={
                            "place": Text(required=False, limit=6),
                            "heading": Text(required=False, limit=600),
                            "paragraphs": Many(of=Text(limit=20_000), most=1000),
                        }
                    ),
                    most=100,
                ),
            }
        ),
        least=0,
        most=30,
    ),
    "figures": Group(
        required=False,
        of={
            "roman": Text(limit=8),
            "heading": Text(limit=300),
            "header": Many(of=Text(limit=60), most=10),
            "widths": Many(of=Whole(low=1, high=100), most=10),
            "rows": Many(
                of=Group(of={"cells": Many(of=Text(required=False, limit=600), most=10)}), least=0, most=5000
            ),
        },
    ),
    "notes": Many(of=Text(limit=1000), least=0, most=60),
    "signatures": Many(
        of=Group(
            of={
                "body": Text(required=False, limit=330),
                "lines": Many(of=Text(limit=200), most=5),
                "further": Many(of=Text(limit=200), least=0, most=6),
                "name": Text(limit=200),
            }
        ),
        most=8,
    ),
    "recipients": Many(of=Text(limit=300), most=40),
}
"""A report of one body or of several together (Decree 30/2020/NĐ-CP, form 1.4): words, then a table of figures."""

STATISTICS = {
    "form": Text(limit=60),
    "circular": Text(limit=200),
    "due": Text(limit=200),
    "issuer": Text(limit=300),
    "receiver": Text(limit=300),
    "summary": Text(limit=200),
    "period": Text(limit=60),
    "unit": Text(limit=60),
    "header": Many(of=Text(limit=120), most=8),
    "rows": Many(
        of=Group(
            of={
                "label": Text(limit=200),
                "code": Text(required=False, limit=4),
                "cells": Many(of=Text(required=False, limit=20), least=0, most=6),
            }
        ),
        most=60,
    ),
    "notes": Many(of=Text(limit=1000), least=0, most=10),
    "place_date": Text(limit=200),
    "compiler": Text(required=False, limit=200),
    "head": Text(required=False, limit=200),
}
"""A form of Circular 02/2023/TT-BNV: rows with their codes, columns with their numbers, two signatures."""

VERIFICATION = Group(
    of={"code": Text(limit=30), "address": Text(limit=300), "shown_address": Text(limit=300)}
)


@dataclass(frozen=True)
class Paper:
    """One version of one paper. `batch` papers are rendered many at a time by `certificates`.

    Those with an `outline` can be had as an editable Word file of the same words. The files of `sealed` papers are
    sealed in the name of the organisation that issues them (`sealing`). `to_sign` papers are texts laid for
    signature: they carry no signature and prove none, whatever became of them; the public check says so.
    """

    name: str
    html: str
    variant: str
    title: Callable[[Mapping[str, Any]], str]
    facts: Callable[[Mapping[str, Any]], Facts]
    schema: Group
    batch: bool = False
    style: str = "decree30_v1.css"
    outline: Callable[[Mapping[str, Any]], list[Piece]] | None = None
    sealed: bool = False
    to_sign: bool = False


def _joint(name: str, kind: str) -> Paper:
    return Paper(
        name,
        "joint_v1.html",
        "pdf/a-3a",
        lambda payload: f"{kind} {payload['number']}",
        decision_facts,
        Group(of=JOINT),
        outline=joint_outline,
    )


def _signed(
    name: str, html: str, schema: Mapping[str, Kind], outline: Callable[..., list[Piece]]
) -> list[Paper]:
    """The paper signed by several, sealed with its evidence, and the text of it that is laid for their signatures."""
    finished = Paper(
        f"{name}_v1", html, "pdf/a-3a", titled, decision_facts, Group(of=schema), outline=outline, sealed=True
    )
    text = replace(
        finished,
        name=f"{name}_text_v1",
        title=lambda payload: f"{titled(payload)} (văn bản để ký)",
        facts=text_facts,
        sealed=False,
        to_sign=True,
    )
    return [text, finished]


PAPERS = {
    paper.name: paper
    for paper in (
        *_signed("pledge", "pledge_v1.html", PLEDGE, joint_outline),
        _joint("programme_v1", "Chương trình phối hợp"),
        _joint("annual_plan_v1", "Kế hoạch"),
        _joint("signing_minutes_v1", "Biên bản ký kết"),
        Paper(
            "report_v1",
            "report_v1.html",
            "pdf/a-3a",
            lambda payload: f"Báo cáo {payload['number']}",
            decision_facts,
            Group(of=REPORT),
            outline=report_outline,
        ),
        Paper(
            "tellers_record_v1",
            "tellers_record_v1.html",
            "pdf/a-3a",
            lambda payload: f"Biên bản kiểm phiếu – {payload['summary']}",
            decision_facts,
            Group(of=TELLERS_RECORD),
            outline=record_outline,
        ),
        *_signed("conference_minutes", "conference_record_v1.html", CONFERENCE_RECORD, record_outline),
        *_signed("hand_over", "conference_record_v1.html", CONFERENCE_RECORD, record_outline),
        Paper(
            "invitation_v1",
            "tellers_record_v1.html",
            "pdf/a-3a",
            lambda payload: f"Giấy mời: {payload['summary']}",
            decision_facts,
            Group(of=INVITATION),
            outline=invitation_outline,
        ),
        Paper(
            "ranking_v1",
            "tellers_record_v1.html",
            "pdf/a-3a",
            lambda payload: f"Bảng xếp hạng – {payload['summary']}",
            decision_facts,
            Group(of=RANKING),
            outline=record_outline,
        ),
        Paper(
            "score_matrix_v1",
            "score_matrix_v1.html",
            "pdf/a-3a",
            lambda payload: f"Bảng tổng hợp điểm – {payload['summary']}",
            decision_facts,
            Group(of=SCORE_MATRIX),
            style="score_matrix_v1.css",
            outline=matrix_outline,
        ),
        Paper(
            "ballot_sheet_v1",
            "ballot_sheet_v1.html",
            "pdf/a-3u",
            lambda payload: f"{payload['kind']} – {payload['summary']}",
            form_facts,
            Group(of=BALLOT_SHEET),
            style="ballot_sheet_v1.css",
        ),
        Paper(
            "statistics_0601_v1",
            "statistics_0601_v1.html",
            "pdf/a-3a",
            lambda payload: f"{payload['form']} – {payload['period']}",
            form_facts,
            Group(of=STATISTICS),
            style="statistics_v1.css",
        ),
        Paper(
            "decision_v1",
            "decision_v1.html",
            "pdf/a-3a",
            lambda payload: f"Quyết định số {payload['number']}",
            decision_facts,
            Group(of=DECISION),
        ),
        Paper(
            "merit_certificate_v1",
            "merit_certificate_v1.html",
            "pdf/a-3u",
            certificate_title("Bằng khen"),
            certificate_facts,
            Group(of={**CERTIFICATE, "paper": OneOf(required=False, choices=("A3", "A4"))}),
            batch=True,
        ),
        Paper(
            "commendation_certificate_v1",
            "commendation_certificate_v1.html",
            "pdf/a-3u",
            certificate_title("Giấy khen"),
            certificate_facts,
            Group(of=CERTIFICATE),
            batch=True,
        ),
    )
}


def paper(name: str) -> Paper:
    """The paper of that name and version; LookupError naming it when there is none."""
    try:
        return PAPERS[name]
    except KeyError:
        raise LookupError(f"There is no document template '{name}'.") from None
