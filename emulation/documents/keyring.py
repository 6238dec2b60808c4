"""Which key seals for an organisation today, and the register of all certificates that ever did.

Without a setting the program makes a key when it is first needed, and a new one while the old still has half its life
before it, so that a seal outlives its making by years; a renamed organisation gets one in its new name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.audit.services import hold, record
from emulation.documents import keyfiles
from emulation.documents.keyfiles import KeyTrouble
from emulation.documents.models import SealCertificate
from emulation.documents.schemas import cleaned
from emulation.documents.states import SealSource
from emulation.organisations.selectors import name_on

if TYPE_CHECKING:
    from pyhanko.sign.signers.pdf_cms import Signer

    from emulation.accounts.models import User
    from emulation.organisations.models import Organisation

RENEWED_BEFORE = timedelta(days=5 * 365)
"""A key made here seals for five years; its certificate is good for five more."""


@contextmanager
def signer_for(organisation: Organisation) -> Iterator[tuple[SealCertificate, Signer]]:
    """The certificate and what signs with its key, as long as the block lasts; registered before it signs.

    Raises KeyTrouble, with a sentence, when there is no key that may be used.
    """
    # pyHanko takes half a second to import: only who seals should pay it.
    from emulation.documents.own_keys import opened, source_of
    from emulation.documents.signers import certificate_of, signer_of

    where = settings.SEAL_KEYS.get(organisation.pk)
    if where:
        with opened(where) as signer:
            certificate = _registered(certificate_of(signer), organisation, source_of(where))
            yield certificate, signer
    else:
        certificate = made_for(organisation)
        yield certificate, signer_of(certificate.fingerprint, certificate.pem)


def made_for(organisation: Organisation) -> SealCertificate:
    """The certificate of the key this program made for the organisation; made or renewed now if need be."""
    now = timezone.now()
    current = _current(organisation)
    if current and _serves(current, organisation, now):
        return current
    with transaction.atomic():
        hold(organisation.pk)
        current = _current(organisation)
        if current and _serves(current, organisation, now):
            return current
        return _make(organisation, now, by=None)


@transaction.atomic
def renew(organisation: Organisation, *, by: User | None) -> SealCertificate:
    """A new key from now on, whatever the old one is still good for. Raises KeyTrouble."""
    hold(organisation.pk)
    return _make(organisation, timezone.now(), by=by)


@transaction.atomic
def distrust(certificate: SealCertificate, *, reason: str, by: User | None) -> SealCertificate:
    """Say that the key may be in other hands: its seals prove nothing by themselves from now on, old ones included.

    Raises ValueError without a reason.
    """
    why = cleaned(reason)
    if not why:
        raise ValueError("A certificate is distrusted for a reason: it is missing.")
    hold(certificate.organisation_id)
    locked = SealCertificate.objects.select_for_update().get(pk=certificate.pk)
    if locked.distrusted_at is None:
        locked.distrusted_at, locked.distrust_reason = timezone.now(), why
        locked.save(update_fields=["distrusted_at", "distrust_reason"])
        record("seal.distrust", locked, by=by, reason=why)
    return locked


def _current(organisation: Organisation) -> SealCertificate | None:
    return (
        SealCertificate.objects.in_use()
        .filter(organisation=organisation, source=SealSource.MADE)
        .order_by("-pk")
        .first()
    )


def _serves(certificate: SealCertificate, organisation: Organisation, at: datetime) -> bool:
    today = timezone.localdate()
    return certificate.valid_to - RENEWED_BEFORE > at and certificate.name == name_on(organisation, today)


def _make(organisation: Organisation, at: datetime, *, by: User | None) -> SealCertificate:
    """A new key in its file and in the register, the former ones put away; the chain is held."""
    name = name_on(organisation, timezone.localdate())
    made = keyfiles.make(name, at=at)
    keyfiles.store(made)
    try:
        for former in SealCertificate.objects.in_use().filter(
            organisation=organisation, source=SealSource.MADE
        ):
            former.retired_at = at
            former.save(update_fields=["retired_at"])
            record("seal.retire", former, by=by)
        return _register(made.certificate, organisation, SealSource.MADE, name=name, by=by)
    except BaseException:
        keyfiles.remove(keyfiles.fingerprint(made.certificate))
        raise


def _registered(
    certificate: x509.Certificate, organisation: Organisation, source: SealSource
) -> SealCertificate:
    """The row of a certificate that the organisation brought; entered when it is seen first. Raises KeyTrouble."""
    if certificate.not_valid_after_utc <= timezone.now():
        raise KeyTrouble(
            _("The organisation's own certificate ended on %(day)s. Put the new one into SEAL_KEYS.")
            % {"day": f"{certificate.not_valid_after_utc:%d/%m/%Y}"}
        )
    fingerprint = keyfiles.fingerprint(certificate)
    row = SealCertificate.objects.filter(fingerprint=fingerprint).first()
    if row is None:
        with transaction.atomic():
            hold(organisation.pk)
            row = SealCertificate.objects.filter(fingerprint=fingerprint).first() or _register(
                certificate, organisation, source, name=subject_of(certificate), by=None
            )
    if row.distrusted_at:
        raise KeyTrouble(_("The certificate in SEAL_KEYS was distrusted here; it seals nothing any more."))
    return row


def _register(
    certificate: x509.Certificate,
    organisation: Organisation,
    source: SealSource,
    *,
    name: str,
    by: User | None,
) -> SealCertificate:
    row = SealCertificate.objects.create(
        organisation=organisation,
        source=source,
        name=name,
        fingerprint=keyfiles.fingerprint(certificate),
        pem=certificate.public_bytes(serialization.Encoding.PEM).decode(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )
    record("seal.add", row, by=by, fingerprint=[None, row.fingerprint])
    return row


def subject_of(certificate: x509.Certificate) -> str:
    """The name a certificate is made out to: of the organisation, or the common name."""
    for kind in (x509.oid.NameOID.ORGANIZATION_NAME, x509.oid.NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(kind):
            return str(attribute.value)[:300]
    return certificate.subject.rfc4514_string()[:300]
