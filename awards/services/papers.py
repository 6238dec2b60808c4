"""What the decision and the certificates say, as plain values: the payloads that `documents` freezes."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from awards.models import AwardForm, Decision, Grant, Nomination, SubjectKind
from awards.selectors.authority import head_of
from emulation.organisations.models import Kind
from emulation.organisations.selectors import version_on
from emulation.verdicts import Refused
from emulation.vietnamese import format_date
from emulation.wording import place_and_date, roman

KINDS = {
    SubjectKind.INDIVIDUAL: "individual",
    SubjectKind.COLLECTIVE: "collective",
    SubjectKind.HOUSEHOLD: "household",
}
COUNTED = {
    SubjectKind.COLLECTIVE: "tập thể",
    SubjectKind.HOUSEHOLD: "hộ gia đình",
    SubjectKind.INDIVIDUAL: "cá nhân",
}
"""In the order of the annexed list."""
OPEN_DAY = "…/…/…"
OPEN_DATE = "ngày … tháng … năm …"
LONGEST_DETAILS = 300
LONGEST_ACHIEVEMENT = 600
ALLIANCES = frozenset({Kind.ALLIANCE, Kind.CENTRAL_ALLIANCE})
CERTIFICATES = {"BK": "merit_certificate_v1", "GK": "commendation_certificate_v1"}
"""First letters of a form's code → the paper handed over. Other forms get the decision alone."""


def certificate_template(form_code: str) -> str:
    """The certificate's template for an award form, or "" where this program prints none."""
    return CERTIFICATES.get(form_code.partition("_")[0], "")


def counted(rows: Sequence[Nomination | Grant]) -> str:
    """«9 tập thể, 11 cá nhân», in the order of the annexed list; numbers below ten with a zero."""
    numbers = {kind: sum(row.subject_kind == kind for row in rows) for kind in COUNTED}
    return ", ".join(f"{number:02d} {COUNTED[kind]}" for kind, number in numbers.items() if number)


def signature(decision: Decision) -> dict[str, Any]:
    """The signature block: the line of power (KT., TL., TUQ.) above the office, then the name alone.

    No academic title before the name (Decree 30/2020/NĐ-CP, Appendix I); a personal decision is signed by
    the office itself, without TM.
    """
    lines = [line for line in (decision.signing_power, decision.signatory_office) if line]
    return {"lines": [line.upper() for line in lines], "name": decision.signatory_name}


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


def decision_payload(
    decision: Decision, rows: Sequence[Nomination], *, undated: bool = False
) -> dict[str, Any]:
    """The decision with its annexed list (Decree 30/2020/NĐ-CP, form 1.2); `rows` in the order of the list.

    `undated`: dots are printed for the day, for a draft that is not signed yet.
    """
    day = OPEN_DAY if undated else format_date(decision.day)
    issued = f"số {decision.number} ngày {day} của {_spoken(decision)}"
    articles: list[dict[str, Any]] = [_granting(rows)]
    if decision.funding:
        articles.append({"text": decision.funding})
    articles.append({"text": "Quyết định này có hiệu lực kể từ ngày ký."})
    articles.append(
        {
            "text": f"Thủ trưởng các cơ quan, đơn vị liên quan, {decision.campaign.organisation.name} và các "
            f"{_kinds(rows)} có tên trong danh sách kèm theo chịu trách nhiệm thi hành Quyết định này."
        }
    )
    return {
        "issuer": issuer_name(decision).upper(),
        "number": decision.number,
        "place_date": f"{decision.place}, {OPEN_DATE}"
        if undated
        else place_and_date(decision.place, decision.day),
        "summary": decision.summary,
        "authority": authority(decision),
        "grounds": [line.strip() for line in decision.grounds.splitlines() if line.strip()],
        "proposal": decision.proposal or f"Theo đề nghị của {decision.campaign.organisation.name}",
        "articles": articles,
        "signature": signature(decision),
        "recipients": ["Như Điều 4;" if decision.funding else "Như Điều 3;", "Lưu: VT, TĐKT."],
        "annex": _annex(rows, reference=f"(Kèm theo Quyết định {issued})"),
    }


def _spoken(decision: Decision) -> str:
    return f"{head_of(decision.organisation)} {issuer_name(decision)}"


def _by_form(rows: Sequence[Nomination]) -> list[tuple[AwardForm, list[Nomination]]]:
    return [(group[0].form, group) for _pk, lines in groupby(rows, _form_id) if (group := list(lines))]


def _form_id(row: Nomination) -> int:
    return row.form_id


def _granting(rows: Sequence[Nomination]) -> dict[str, Any]:
    """Article 1: one sentence a form, with its counts; several forms make numbered clauses."""
    forms = _by_form(rows)
    if len(forms) <= 1:
        text = "".join(_granted(form, group) for form, group in forms)
        return {"text": f"{text} có thành tích nêu trong danh sách kèm theo Quyết định này."}
    return {
        "text": f"Khen thưởng {_kinds(rows)} có thành tích nêu trong danh sách kèm theo Quyết định này:",
        "points": [
            f"{number}. {_granted(form, group)}." for number, (form, group) in enumerate(forms, start=1)
        ],
    }


def _granted(form: AwardForm, rows: Sequence[Nomination]) -> str:
    return f"Tặng {_award(form)} cho {counted(rows)}"


def _award(form: AwardForm) -> str:
    """A title is conferred by its name, a form of commendation is the thing given."""
    return f"danh hiệu “{form.name}”" if form.nature == AwardForm.Nature.TITLE else form.name


def _kinds(rows: Sequence[Nomination]) -> str:
    """«tập thể, cá nhân»: the kinds of subjects among the rows, in the order of the list."""
    found = {row.subject_kind for row in rows}
    return ", ".join(words for kind, words in COUNTED.items() if kind in found)


def _annex(rows: Sequence[Nomination], *, reference: str) -> dict[str, Any]:
    """The list: one section a kind of subject; of several forms, those of each form under its own heading."""
    forms = _by_form(rows)
    several = len(forms) > 1
    sections: list[dict[str, Any]] = []
    for number, (form, group) in enumerate(forms, start=1):
        parts = [_section(SubjectKind(kind), list(lines)) for kind, lines in groupby(group, _kind)]
        if several:
            parts[0]["form"] = f"{roman(number)}. {_award(form).upper()}"
        sections += parts
    what = "KHEN THƯỞNG" if several else "".join(f"TẶNG {_award(form).upper()}" for form, _group in forms)
    annex = {
        "title": f"DANH SÁCH {_kinds(rows).upper()} ĐƯỢC {what}" if several else f"DANH SÁCH ĐƯỢC {what}",
        "reference": reference,
        "show_birth_year": False,
        "show_post": True,
        "show_achievement": True,
        "sections": sections,
    }
    return annex | {"by_form": True} if several else annex


def _kind(row: Nomination) -> str:
    return row.subject_kind


def _section(kind: SubjectKind, rows: Sequence[Nomination]) -> dict[str, Any]:
    return {"heading": COUNTED[kind].upper(), "kind": KINDS[kind], "rows": [_annex_row(row) for row in rows]}


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
