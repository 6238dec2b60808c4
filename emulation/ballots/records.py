"""What a secret ballot says on paper: the ballot papers, and the tellers' record (Decree 30/2020/NĐ-CP, form 1.9).

Plain values for `ballot_sheet_v1` and `tellers_record_v1`; a room above that issues them, or binds them into a pack,
adds number, place and date.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone, translation

from emulation.ballots import owners
from emulation.ballots.models import Ballot, Question, QuestionKind
from emulation.ballots.selectors.secret import Result, questions_of, results_of, turnout_of
from emulation.ballots.selectors.telling import percent, threshold_of, verdict_of
from emulation.organisations.selectors import version_on
from emulation.wording import place_and_date

RECORD, SHEET = "tellers_record_v1", "ballot_sheet_v1"
HEADER = ("TT", "Họ và tên, đơn vị", "Số phiếu", "Tính trên", "Tỷ lệ", "Kết quả")
WIDTHS = (7, 41, 12, 12, 12, 16)
OPTIONS = {"agree": "Đồng ý", "disagree": "Không đồng ý", "defer": "Đề nghị xét sau"}
UNNUMBERED = "……/BB-BKP"
"""Written in by hand where no number is given."""


def record_payload(
    ballot: Ballot, *, number: str = "", place: str = "", on: date | None = None
) -> dict[str, Any]:
    """The tellers' record of a counted ballot. ValueError for one that is not counted."""
    if ballot.closed_at is None:
        raise ValueError("There is no record before the count.")
    counted = timezone.localtime(ballot.closed_at)
    tellers = list(ballot.tellers.all())
    turnout = turnout_of(ballot)
    with translation.override("vi"):
        results = results_of(ballot)
    heading = owners.heading_of(ballot)
    issuer = heading.issuer.upper()
    where = place or heading.place or _place_of(ballot, counted.date())
    return {
        **({"superior": heading.superior.upper()} if heading.superior else {}),
        "issuers": [issuer],
        "issuer": issuer,
        "number": number or UNNUMBERED,
        "place_date": place_and_date(where, on or counted.date()),
        "kind": "BIÊN BẢN",
        "summary": f"Kiểm phiếu: {ballot.title}" + (f" (vòng {ballot.round})" if ballot.round > 1 else ""),
        "opening": (
            f"Hồi {counted:%H} giờ {counted:%M} phút, ngày {counted:%d} tháng {counted:%m} năm {counted:%Y}, "
            "Ban kiểm phiếu mở hòm phiếu và kiểm phiếu theo thể thức bỏ phiếu kín."
        ),
        "sections": [
            {
                "roman": "I",
                "heading": "BAN KIỂM PHIẾU",
                "items": [
                    {
                        "heading": "",
                        "paragraphs": [
                            f"{place}. {one.name}{', ' + one.title if one.title else ''}."
                            for place, one in enumerate(tellers, start=1)
                        ],
                    }
                ],
            },
            {
                "roman": "II",
                "heading": "TÌNH HÌNH BỎ PHIẾU",
                "items": [
                    {
                        "heading": "",
                        "paragraphs": [
                            f"Tổng số thành viên: {turnout.members}; trong đó được bỏ phiếu: {turnout.voters}, "
                            f"không bỏ phiếu do vắng mặt hoặc có liên quan: {turnout.members - turnout.voters}.",
                            f"Số phiếu phát ra: {turnout.voters} (trong đó phiếu giấy và ý kiến bằng văn bản: "
                            f"{ballot.on_paper}).",
                            f"Số phiếu thu về: {results[0].returned if results else 0}; số người không gửi phiếu: "
                            f"{turnout.voters - (results[0].returned if results else 0)}.",
                        ],
                    }
                ],
            },
            {
                "roman": "III",
                "heading": "KẾT QUẢ KIỂM PHIẾU",
                "items": [_item(place, result) for place, result in enumerate(results, start=1)],
            },
        ],
        "closing": (
            "Số phiếu trong hòm khớp với số thành viên đã bỏ phiếu. Biên bản được các thành viên Ban kiểm phiếu "
            "thống nhất thông qua và cùng ký tên."
        ),
        "signatures": [
            {
                "lines": ["TRƯỞNG BAN KIỂM PHIẾU" if place == 0 else "ỦY VIÊN"],
                "further": ["(Ký, ghi rõ họ tên)"],
                "name": one.name,
            }
            for place, one in enumerate(tellers[:4])
        ],
        "recipients": ["Chủ tọa", "Lưu: hồ sơ bỏ phiếu"],
    }


def _place_of(ballot: Ballot, on: date) -> str:
    version = version_on(ballot.organisation, on)
    return (version.place if version else "") or "……"


def _item(place: int, result: Result) -> dict[str, Any]:
    question = result.question
    return {
        "heading": f"{place}. {question}",
        "paragraphs": [
            f"Số phiếu thu về: {result.returned}; hợp lệ: {result.valid}; không hợp lệ: {result.invalid}; "
            f"phiếu trắng: {result.blank}.",
            _rule_of(question),
        ],
        "table": {"header": list(HEADER), "widths": list(WIDTHS), "rows": list(_rows(result))},
        "after": [_conclusion(result)],
    }


def _rule_of(question: Question) -> str:
    share = f"{'trên ' if question.strict else 'từ '}{threshold_of(question)}%{'' if question.strict else ' trở lên'}"
    base = "tổng số thành viên" if question.of_members else "số phiếu hợp lệ"
    ground = f" ({question.legal_ground})" if question.legal_ground else ""
    what = f", bầu {question.places} suất" if question.kind == QuestionKind.ELECTION else ""
    return f"Điều kiện: {share} {base}{ground}{what}."


def _rows(result: Result) -> Iterator[dict[str, list[str]]]:
    question, election, outcome = result.question, result.question.election, result.question.result
    names = {one.code: one.name for one in question.candidates.all()}
    if election is not None:
        for place, row in enumerate(election.standings, start=1):
            verdict = "Trúng cử" if row.candidate in election.elected else "Không trúng cử"
            yield _row(place, names[row.candidate], row.votes, election.base, verdict)
    elif outcome is not None:
        name = next(iter(names.values()), question.text)
        verdict = "Đạt" if outcome.passed else "Không đạt"
        yield _row(1, name, outcome.agree, outcome.base, verdict)


def _row(place: int, name: str, votes: int, base: int, verdict: str) -> dict[str, list[str]]:
    return {"cells": [str(place), name, str(votes), str(base), percent(votes, base), verdict]}


def _conclusion(result: Result) -> str:
    election = result.question.election
    if election is None:
        return f"Kết luận: {result.sentences[0]}."
    names = {one.code: one.name for one in result.question.candidates.all()}
    with translation.override("vi"):
        return f"Kết luận: {verdict_of(election, names)}"


def sheet_payload(ballot: Ballot, *, kind: str = "", copies: int = 0) -> dict[str, Any]:
    """Ballot papers for printing: `kind` is what they are called, "PHIẾU SUY TÔN" for one.

    As many as there are members who may vote unless `copies` says otherwise.
    """
    questions = questions_of(ballot)
    elections = sum(question.kind == QuestionKind.ELECTION for question in questions)
    usual = "PHIẾU BIỂU QUYẾT" if not elections else "PHIẾU BẦU VÀ BIỂU QUYẾT"
    usual = "PHIẾU BẦU" if elections == len(questions) else usual
    round_ = f" (vòng {ballot.round})" if ballot.round > 1 else ""
    return {
        "issuer": owners.heading_of(ballot).issuer,
        "kind": kind or usual,
        "summary": f"{ballot.title}{round_}",
        "copies": copies or max(1, turnout_of(ballot).voters),
        "questions": [_on_paper(question) for question in questions],
        "note": "Phiếu kín: không ghi tên, không ký tên, không đánh dấu riêng.",
    }


def _on_paper(question: Question) -> dict[str, Any]:
    candidates = list(question.candidates.all())
    if question.kind == QuestionKind.ELECTION:
        lines = [f"{one.name}{', ' + one.detail if one.detail else ''}" for one in candidates]
        rule = f"Đánh dấu X vào ô bên cạnh tên được chọn, không quá {question.places}."
    else:
        lines = [OPTIONS["agree"], OPTIONS["disagree"], *([OPTIONS["defer"]] if question.may_defer else [])]
        rule = "Đánh dấu X vào một ô."
    return {
        "text": question.text or ", ".join(str(one) for one in candidates),
        "rule": rule,
        "options": lines,
    }
