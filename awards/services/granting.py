"""The awards a decision makes: each with the names as they were, its golden-book number and its certificate."""

from awards.models import Decision, GoldenBook, Grant, Nomination
from awards.services.papers import certificate_payload, certificate_template
from emulation.accounts.models import User
from emulation.documents.models import IssuedDocument
from emulation.documents.services import issue_many


def grant(decision: Decision, rows: list[Nomination]) -> list[Grant]:
    """One award a nomination, names copied, with consecutive golden-book numbers in the order of the list."""
    first = _golden_numbers(decision, len(rows))
    grants = [
        Grant(
            decision=decision,
            nomination=row,
            organisation_id=decision.organisation_id,
            proposer_id=row.organisation_id,
            unit_id=row.unit_id,
            person_id=row.person_id,
            form=row.form,
            form_name=row.form.name,
            subject_kind=row.subject_kind,
            honorific=row.honorific,
            name=row.name,
            position_title=row.position_title,
            unit_name=row.unit_name,
            address=row.address,
            achievement=row.achievement,
            year=decision.day.year,
            golden_number=None if first is None else first + place,
            search=row.search,
            sort_key=row.sort_key,
        )
        for place, row in enumerate(rows)
    ]
    return Grant.objects.bulk_create(grants, batch_size=500)


def _golden_numbers(decision: Decision, number: int) -> int | None:
    """The first of `number` consecutive golden-book numbers; a paper decision has its own book elsewhere."""
    if decision.recorded:
        return None
    book, _created = GoldenBook.objects.select_for_update().get_or_create(
        organisation_id=decision.organisation_id, year=decision.day.year
    )
    first, book.last = book.last + 1, book.last + number
    book.save(update_fields=["last"])
    return first


def issue_certificates(decision: Decision, grants: list[Grant], *, by: User) -> list[IssuedDocument]:
    """The certificates of those awards whose form has one. Raises PayloadRefused."""
    certificates: list[IssuedDocument] = []
    by_template: dict[str, list[Grant]] = {}
    for grant in grants:
        by_template.setdefault(certificate_template(grant.form.code), []).append(grant)
    for template, group in by_template.items():
        if not template:
            continue
        payloads = [certificate_payload(grant, decision) for grant in group]
        papers = issue_many(template, payloads, organisation=decision.organisation, by=by)
        for grant, paper in zip(group, papers, strict=True):
            grant.certificate = paper
        Grant.objects.bulk_update(group, ["certificate"], batch_size=500)
        certificates += papers
    return certificates
