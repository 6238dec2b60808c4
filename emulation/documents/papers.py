"""Every paper this program prints: template name and version, what its payload must hold, what anyone may know.

A new look or wording is a new version beside the old one: what was issued with version 1 names version 1 for ever.
The wording itself stands in templates/documents/; the facts shown to anyone who checks a code are those that the
decision itself publishes: never a date of birth, never a personal number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from emulation.documents.evidence import EVIDENCE
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
from emulation.documents.schemas import Flag, Group, Many, OneOf, Text, Whole

Facts = list[tuple[str | Promise, str]]

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
    sealed in the name of the organisation that issues them (`sealing`).
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


def full_name(payload: Mapping[str, Any]) -> str:
    """ "Ông Đặng Công Ân", "Hợp tác xã Mỹ Lộc": the recipient as printed."""
    return f"{payload.get('honorific', '')} {payload['recipient']}".strip()


def _certificate_title(kind: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda payload: f"{kind} – {full_name(payload)}"


def _certificate_facts(payload: Mapping[str, Any]) -> Facts:
    """As the annexed list publishes them: position and unit of a person, the address of a collective."""
    details = payload.get("details", "")
    label = _("Position, unit") if payload["kind"] == "individual" else _("Address")
    return [
        (_("Awarded to"), full_name(payload)),
        *([(label, details)] if details else []),
        (_("Award"), payload["award"]),
        (_("Achievement"), payload["achievement"]),
        (_("Decision"), f"{payload['decision_number']} ({payload['decision_date']})"),
        (_("Issued by"), payload["issuer"]),
    ]


def _decision_facts(payload: Mapping[str, Any]) -> Facts:
    return [
        (_("Document"), payload["summary"]),
        (_("Number and symbol"), payload["number"]),
        (_("Place and date"), payload["place_date"]),
        (_("Issued by"), payload["issuer"]),
    ]


def _statistics_facts(payload: Mapping[str, Any]) -> Facts:
    return [(_("Document"), payload["summary"]), (_("Issued by"), payload["issuer"])]


def _joint(name: str, kind: str) -> Paper:
    return Paper(
        name,
        "joint_v1.html",
        "pdf/a-3a",
        lambda payload: f"{kind} {payload['number']}",
        _decision_facts,
        Group(of=JOINT),
        outline=joint_outline,
    )


def _pledge(name: str, kind: str, *, sealed: bool) -> Paper:
    return Paper(
        name,
        "pledge_v1.html",
        "pdf/a-3a",
        lambda payload: f"{kind}: {payload['summary']}",
        _decision_facts,
        Group(of=PLEDGE),
        outline=joint_outline,
        sealed=sealed,
    )


def _conference(name: str, kind: str, *, sealed: bool) -> Paper:
    return Paper(
        name,
        "conference_record_v1.html",
        "pdf/a-3a",
        lambda payload: f"{kind}: {payload['summary']}",
        _decision_facts,
        Group(of=CONFERENCE_RECORD),
        outline=record_outline,
        sealed=sealed,
    )


PAPERS = {
    paper.name: paper
    for paper in (
        _pledge("pledge_text_v1", "Văn bản mở ký", sealed=False),
        _pledge("pledge_v1", "Giao ước thi đua", sealed=True),
        _joint("programme_v1", "Chương trình phối hợp"),
        _joint("annual_plan_v1", "Kế hoạch"),
        _joint("signing_minutes_v1", "Biên bản ký kết"),
        Paper(
            "report_v1",
            "report_v1.html",
            "pdf/a-3a",
            lambda payload: f"Báo cáo {payload['number']}",
            _decision_facts,
            Group(of=REPORT),
            outline=report_outline,
        ),
        Paper(
            "tellers_record_v1",
            "tellers_record_v1.html",
            "pdf/a-3a",
            lambda payload: f"Biên bản kiểm phiếu – {payload['summary']}",
            _decision_facts,
            Group(of=TELLERS_RECORD),
            outline=record_outline,
        ),
        _conference("conference_minutes_text_v1", "Biên bản hội nghị, bản để ký", sealed=False),
        _conference("conference_minutes_v1", "Biên bản hội nghị", sealed=True),
        _conference("hand_over_text_v1", "Biên bản bàn giao, bản để ký", sealed=False),
        _conference("hand_over_v1", "Biên bản bàn giao", sealed=True),
        Paper(
            "invitation_v1",
            "tellers_record_v1.html",
            "pdf/a-3a",
            lambda payload: f"Giấy mời: {payload['summary']}",
            _decision_facts,
            Group(of=INVITATION),
            outline=invitation_outline,
        ),
        Paper(
            "ranking_v1",
            "tellers_record_v1.html",
            "pdf/a-3a",
            lambda payload: f"Bảng xếp hạng – {payload['summary']}",
            _decision_facts,
            Group(of=RANKING),
            outline=record_outline,
        ),
        Paper(
            "score_matrix_v1",
            "score_matrix_v1.html",
            "pdf/a-3a",
            lambda payload: f"Bảng tổng hợp điểm – {payload['summary']}",
            _decision_facts,
            Group(of=SCORE_MATRIX),
            style="score_matrix_v1.css",
            outline=matrix_outline,
        ),
        Paper(
            "ballot_sheet_v1",
            "ballot_sheet_v1.html",
            "pdf/a-3u",
            lambda payload: f"{payload['kind']} – {payload['summary']}",
            _statistics_facts,
            Group(of=BALLOT_SHEET),
            style="ballot_sheet_v1.css",
        ),
        Paper(
            "statistics_0601_v1",
            "statistics_0601_v1.html",
            "pdf/a-3a",
            lambda payload: f"{payload['form']} – {payload['period']}",
            _statistics_facts,
            Group(of=STATISTICS),
            style="statistics_v1.css",
        ),
        Paper(
            "decision_v1",
            "decision_v1.html",
            "pdf/a-3a",
            lambda payload: f"Quyết định số {payload['number']}",
            _decision_facts,
            Group(of=DECISION),
        ),
        Paper(
            "merit_certificate_v1",
            "merit_certificate_v1.html",
            "pdf/a-3u",
            _certificate_title("Bằng khen"),
            _certificate_facts,
            Group(of={**CERTIFICATE, "paper": OneOf(required=False, choices=("A3", "A4"))}),
            batch=True,
        ),
        Paper(
            "commendation_certificate_v1",
            "commendation_certificate_v1.html",
            "pdf/a-3u",
            _certificate_title("Giấy khen"),
            _certificate_facts,
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
