"""What the decision and the certificates say, as plain values: the payloads that `documents` freezes."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from awards.models import Decision, Grant, Nomination, SubjectKind
from awards.selectors.authority import head_of
from emulation.documents.schemas import PayloadRefused
from emulation.organisations.models import Kind
from emulation.organisations.selectors import version_on
from emulation.verdicts import Refused
from emulation.vietnamese import format_date
from emulation.wording import place_and_date

KINDS = {
    SubjectKind.INDIVIDUAL: "individual",
    SubjectKind.COLLECTIVE: "collective",
    SubjectKind.HOUSEHOLD: "household",
}
SECTIONS = (
    (SubjectKind.COLLECTIVE, "TẬP THỂ"),
    (SubjectKind.HOUSEHOLD, "HỘ GIA ĐÌNH"),
    (SubjectKind.INDIVIDUAL, "CÁ NHÂN"),
)
COUNTED = {
    SubjectKind.COLLECTIVE: "tập thể",
    SubjectKind.HOUSEHOLD: "hộ gia đình",
    SubjectKind.INDIVIDUAL: "cá nhân",
}
LONGEST_DETAILS = 300
ALLIANCES = frozenset({Kind.ALLIANCE, Kind.CENTRAL_ALLIANCE})
CERTIFICATES = {"BK": "merit_certificate_v1", "GK": "commendation_certificate_v1"}
"""First letters of a form's code → the paper handed over. Other forms get the decision alone."""


def certificate_template(form_code: str) -> str:
    """The certificate's template for an award form, or "" where this program prints none."""
    return CERTIFICATES.get(form_code.partition("_")[0], "")


def counted(rows: Sequence[Nomination | Grant]) -> str:
    """«9 tập thể, 11 cá nhân», in the order of the annexed list; numbers below ten with a zero."""
    numbers = {kind: sum(row.subject_kind == kind for row in rows) for kind, _heading in SECTIONS}
    return ", ".join(f"{number:02d} {COUNTED[kind]}" for kind, number in numbers.items() if number)


def signature(decision: Decision) -> dict[str, Any]:
    """The signature block: the line of power (KT., TL., TUQ.) above the office, then the name alone.

    No academic title before the name (Decree 30/2020/NĐ-CP, Appendix I); a personal decision is signed by
    the office itself, without TM.
    """
    lines = [line for line in (decision.signing_power, decision.signatory_office) if line]
    return {"lines": [line.upper() for line in lines], "name": decision.signatory_name}


def unprintable(unfit: PayloadRefused) -> str:
    """Why nothing was issued, for the person who issues: what does not fit on which paper."""
    return _("The papers cannot be printed: %(faults)s.") % {"faults": "; ".join(unfit.problems[:5])}


def issuer_name(decision: Decision) -> str:
    """The deciding body by the name it bore on the day of signing."""
    version = version_on(decision.organisation, decision.day)
    if version is None:
        raise Refused(
            _("%(body)s did not exist on %(day)s.")
            % {"body": decision.organisation.name, "day": format_date(decision.day)}
        )
    return version.name


def authority(decision: Decision) -> str:
    """«CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TÂY NINH»: the person who decides, not the body."""
    return _spoken(decision).upper()


def decision_payload(decision: Decision, rows: Sequence[Nomination]) -> dict[str, Any]:
    """The decision with its annexed list, collectives first (Decree 30/2020/NĐ-CP, form 1.2)."""
    forms = sorted({row.form.name for row in rows})
    issued = f"số {decision.number} ngày {format_date(decision.day)} của {_spoken(decision)}"
    reference = f"(Kèm theo Quyết định {issued})"
    articles = [
        {
            "text": f"Tặng {', '.join(forms)} cho {counted(rows)} có thành tích nêu trong danh sách "
            "kèm theo Quyết định này."
        }
    ]
    if decision.funding:
        articles.append({"text": decision.funding})
    articles.append({"text": "Quyết định này có hiệu lực kể từ ngày ký."})
    articles.append(
        {
            "text": f"Thủ trưởng các cơ quan, đơn vị liên quan, {decision.campaign.organisation.name} và các "
            "tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."
        }
    )
    return {
        "issuer": issuer_name(decision).upper(),
        "number": decision.number,
        "place_date": place_and_date(decision.place, decision.day),
        "summary": decision.summary,
        "authority": authority(decision),
        "grounds": [line.strip() for line in decision.grounds.splitlines() if line.strip()],
        "proposal": decision.proposal or f"Theo đề nghị của {decision.campaign.organisation.name}",
        "articles": articles,
        "signature": signature(decision),
        "recipients": ["Như Điều 4;" if decision.funding else "Như Điều 3;", "Lưu: VT, TĐKT."],
        "annex": {
            "title": f"DANH SÁCH ĐƯỢC TẶNG {', '.join(forms).upper()}",
            "reference": reference,
            "show_birth_year": False,
            "show_post": True,
            "show_achievement": True,
            "sections": [
                section for section in (_section(kind, head, rows) for kind, head in SECTIONS) if section
            ],
        },
    }


def _spoken(decision: Decision) -> str:
    return f"{head_of(decision.organisation)} {issuer_name(decision)}"


def _section(kind: SubjectKind, heading: str, rows: Sequence[Nomination]) -> dict[str, Any] | None:
    lines = [row for row in rows if row.subject_kind == kind]
    if not lines:
        return None
    return {"heading": heading, "kind": KINDS[kind], "rows": [_annex_row(row) for row in lines]}


def _annex_row(row: Nomination) -> dict[str, Any]:
    line: dict[str, Any] = {"title": row.honorific, "name": row.name, "achievement": row.achievement}
    if row.subject_kind == SubjectKind.INDIVIDUAL:
        line |= {"post": row.position_title, "unit": row.unit_name}
    else:
        line["unit"] = row.address
    return line


def details_of(subject: Nomination | Grant) -> str:
    """The line under the name: position and unit of a person, the address of a collective."""
    if subject.subject_kind != SubjectKind.INDIVIDUAL:
        return subject.address
    return ", ".join(part for part in (subject.position_title, subject.unit_name) if part)


def too_long(row: Nomination) -> bool:
    """Whether the line under the name has no room on a certificate."""
    return len(details_of(row)) > LONGEST_DETAILS and bool(certificate_template(row.form.code))


def certificate_payload(grant: Grant, decision: Decision) -> dict[str, Any]:
    """One certificate: the names as the decision copied them."""
    payload: dict[str, Any] = {
        "kind": KINDS[SubjectKind(grant.subject_kind)],
        "issuer": authority(decision),
        "award": grant.form_name,
        "honorific": grant.honorific,
        "recipient": grant.name,
        "details": details_of(grant),
        "achievement": grant.achievement or decision.campaign.title,
        "place_date": place_and_date(decision.place, decision.day),
        "signature": signature(decision),
        "decision_number": decision.number,
        "decision_date": format_date(decision.day),
        "golden_book": str(grant.golden_number or ""),
        "mark": "alliance" if decision.organisation.kind in ALLIANCES else "star",
    }
    if certificate_template(grant.form.code) == "merit_certificate_v1":
        payload["paper"] = decision.paper
    return payload
