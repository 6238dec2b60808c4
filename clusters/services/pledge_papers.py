"""What a pledge says, as plain values: the text that lies open for signature, and the finished one with evidence."""

import re
from typing import Any

from django.utils import timezone

from clusters.models import Pledge, PledgeTarget, Scope, Signatory, Signature
from clusters.selectors.pledges import signatories_of, targets_of
from clusters.services.letterheads import kept_by_leader
from clusters.states import Answer
from emulation.accounts.models import User
from emulation.documents.facts import titled
from emulation.documents.faults import unfit_refused
from emulation.documents.models import IssuedDocument
from emulation.documents.services import issue, note_signed, queue_rendering
from emulation.indicators.models import Comparator
from emulation.vietnamese import fold, format_date, format_number, trimmed
from emulation.wording import place_and_date, roman

OPEN = "…"
SIGNS = {
    Comparator.GE: "từ",
    Comparator.GT: "trên",
    Comparator.LE: "không quá",
    Comparator.LT: "dưới",
    Comparator.EQ: "đúng",
}
SIDES = {Scope.MEMBER: "mỗi đơn vị", Scope.CLUSTER: "toàn cụm"}


def pledge_payload(pledge: Pledge) -> dict[str, Any]:
    """The pledge as it is signed: words and targets from the very rows that are stored."""
    cluster = pledge.season.cluster
    rows = signatories_of(pledge)
    kind = "GIAO ƯỚC THI ĐUA" if pledge.amends_id is None else "PHỤ LỤC GIAO ƯỚC THI ĐUA"
    return {
        "superiors": [cluster.organiser.name.upper()],
        "issuers": [cluster.name.upper()],
        "issuer": cluster.name.upper(),
        "number": f"{pledge.number:02d}/GƯ" if pledge.number == 1 else f"{pledge.number - 1:02d}/PLGƯ",
        "place_date": place_and_date(pledge.place or OPEN, pledge.day) if pledge.day else OPEN,
        "kind": kind,
        "summary": _summary(pledge, kind),
        "grounds": [],
        "opening": pledge.preamble
        or f"Các đơn vị thành viên {cluster.name} thống nhất ký kết giao ước thi đua:",
        "sections": _sections(pledge),
        "signatures": [
            {
                "body": row.seat.name.upper(),
                "lines": [row.title.upper() or OPEN],
                "further": [],
                "name": row.name or OPEN,
            }
            for row in rows
        ],
        "recipients": [*(row.seat.name for row in rows), cluster.organiser.name, kept_by_leader(cluster)],
    }


def _summary(pledge: Pledge, kind: str) -> str:
    """The title without the kind of the document, which stands above it already."""
    rest = (
        pledge.title[len(kind) :].strip(" :,-–")
        if fold(pledge.title).startswith(fold(kind))
        else pledge.title
    )
    return rest[:1].upper() + rest[1:] if rest else f"Năm {pledge.season.year}"


def _sections(pledge: Pledge) -> list[dict[str, Any]]:
    targets = list(targets_of(pledge))
    parts = [
        ("LÝ DO ĐIỀU CHỈNH", _lines(pledge.reason), False),
        ("CHỈ TIÊU THI ĐUA", [line for target in targets for line in target_lines(target)], True),
        ("NỘI DUNG CAM KẾT", _lines(pledge.commitments), True),
        ("TỔ CHỨC THỰC HIỆN", _lines(pledge.closing), False),
    ]
    filled = [(heading, lines, numbered) for heading, lines, numbered in parts if lines]
    return [
        {
            "roman": roman(place),
            "heading": heading,
            "groups": [{"heading": "", "lines": lines, "numbered": numbered}],
        }
        for place, (heading, lines, numbered) in enumerate(filled, start=1)
    ]


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(";.") for line in text.splitlines() if line.strip()]


def target_lines(target: PledgeTarget) -> list[str]:
    """The target as printed: in an addendum the old beside the new, and the reading that was chosen."""
    said = target_words(target)
    if target.dropped and target.replaces is not None:
        said = f"Bãi bỏ chỉ tiêu: {target_words(target.replaces)}"
    elif target.replaces is not None:
        said = f"Điều chỉnh từ: “{target_words(target.replaces)}” thành: “{said}”"
    return [f"{said} (cách hiểu thống nhất: {target.reading.rstrip('.')})" if target.reading else said]


def target_words(target: PledgeTarget) -> str:
    """ "HTX thành lập mới: từ 20 HTX (mỗi đơn vị)"; a number that the words say already is not said twice."""
    text = target.text.rstrip(".;")
    if target.value is None:
        return text
    value, side = format_number(trimmed(target.value)), SIDES[Scope(target.scope)]
    if re.search(rf"(?<![\d.,]){re.escape(value)}(?![\d.,]*\d)", text):
        return f"{text} ({side})"
    sign = SIGNS[Comparator(target.comparator)]
    unit = target.unit if target.unit.startswith("%") else f" {target.unit}"
    return f"{text}: {sign} {value}{unit.rstrip()} ({side})"


def evidence(pledge: Pledge) -> dict[str, Any]:
    """The page of evidence: who signed this text, for whom, when, how (the last signature of each counts)."""
    rows = []
    signed: list[tuple[Any, Signature]] = []
    for place in signatories_of(pledge):
        answer = _signed(place)
        if answer is not None:
            signed.append((place, answer))
    for place, one in sorted(signed, key=lambda pair: pair[1].pk):
        on_paper = one.signed_on is not None
        rows.append(
            {
                "organisation": place.seat.name,
                "representative": one.name,
                "office": one.title,
                "account": "" if on_paper else one.account,
                "recorded_by": str(one.entered_by.person or one.entered_by) if on_paper else "",
                "time": format_date(one.signed_on)
                if one.signed_on
                else f"{timezone.localtime(one.at):%H:%M:%S %d/%m/%Y}",
                "method": one.method,
                "digest": one.digest,
            }
        )
    return {
        "subject": titled(pledge.payload or pledge_payload(pledge))[:400],
        "text_digest": pledge.digest,
        "opened": f"{timezone.localtime(pledge.opened_at):%H:%M %d/%m/%Y}" if pledge.opened_at else "",
        "rows": rows,
    }


def _signed_places(pledge: Pledge, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places under the text with who signed there, which is known only now where no head was or paper was signed.

    Everything above them stays as it was signed.
    """
    rows = zip(places, signatories_of(pledge), strict=True)
    return [{**place, **_hand_of(row, _signed(row))} for place, row in rows]


def _signed(row: Signatory) -> Signature | None:
    return next((one for one in row.answers.all() if one.answer == Answer.SIGNED), None)


def _hand_of(row: Signatory, signed: Signature | None) -> dict[str, Any]:
    """What changes at this place: nothing where the head who was named signed here."""
    if signed is None or (row.name and signed.signed_on is None):
        return {}
    return {"name": signed.name, "lines": [(signed.title or row.title).upper() or OPEN]}


def issue_text(pledge: Pledge, *, by: User) -> IssuedDocument:
    """Print the text that lies open for signature."""
    payload = {**(pledge.payload or {}), "text_digest": pledge.digest}
    return _print("pledge_text_v1", payload, pledge, by=by)


def issue_sealed(pledge: Pledge, *, by: User) -> IssuedDocument:
    """Print the finished pledge with its evidence; the worker seals it. The text that lay open names it from now on."""
    payload = {**(pledge.payload or {}), "evidence": evidence(pledge)}
    payload["signatures"] = _signed_places(pledge, payload["signatures"])
    sealed = _print("pledge_v1", payload, pledge, by=by)
    if pledge.document is not None:
        note_signed(pledge.document, sealed)
    return sealed


def _print(template: str, payload: dict[str, Any], pledge: Pledge, *, by: User) -> IssuedDocument:
    organiser = pledge.season.cluster.organiser
    with unfit_refused():
        document = issue(template, payload, organisation=organiser, by=by)
    queue_rendering([document], by=by, organisation=organiser, title=pledge.title)
    return document
