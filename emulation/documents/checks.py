"""Whether the keys of the seals are there and can be used, asked where an installation starts.

The register may not exist yet (the first start asks before it migrates): then there is nothing to miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection
from django.utils import timezone

from emulation.checks import INSTALLATION
from emulation.documents import keyfiles
from emulation.documents.keyfiles import KeyTrouble
from emulation.documents.models import SealCertificate
from emulation.documents.states import SealSource

ENDS_SOON = timedelta(days=30)


@register(INSTALLATION, deploy=True)
def seals_have_their_keys(**_options: Any) -> list[CheckMessage]:
    """Every key that would seal today: made here, and those of SEAL_KEYS that are files."""
    return [*_made_here(), *_brought()]


def _made_here() -> Iterator[CheckMessage]:
    if SealCertificate._meta.db_table not in connection.introspection.table_names():
        return
    for certificate in SealCertificate.objects.in_use().filter(source=SealSource.MADE):
        if certificate.organisation_id in settings.SEAL_KEYS:
            continue
        try:
            keyfiles.load(certificate.fingerprint)
        except KeyTrouble as trouble:
            hint = (
                f"Put the folder back from its copy, or: manage.py seal_keys --make {certificate.organisation_id}. "
                "What was sealed before stays checkable."
            )
            yield Error(f"The seal of {certificate.name}: {trouble}", hint=hint, id="emulation.E008")
        else:
            if not keyfiles.is_private(certificate.fingerprint):
                path = keyfiles.path_of(certificate.fingerprint)
                yield Error(
                    f"The key of a seal can be read by others: {path}", hint="chmod 600", id="emulation.E009"
                )


def _brought() -> Iterator[CheckMessage]:
    for number, where in settings.SEAL_KEYS.items():
        # pyHanko takes half a second to import: only an installation with own keys pays it at a start.
        from emulation.documents.own_keys import opened, source_of
        from emulation.documents.signers import certificate_of

        if source_of(where) == SealSource.PKCS11:
            continue  # a token may be asked for its PIN a few times only
        try:
            with opened(where) as signer:
                ends = certificate_of(signer).not_valid_after_utc
        except KeyTrouble as trouble:
            yield Error(f"SEAL_KEYS, organisation {number}: {trouble}", id="emulation.E010")
            continue
        if ends <= timezone.now():
            yield Error(
                f"SEAL_KEYS, organisation {number}: the certificate ended on {ends:%d/%m/%Y}.",
                id="emulation.E011",
            )
        elif ends <= timezone.now() + ENDS_SOON:
            yield Warning(
                f"SEAL_KEYS, organisation {number}: the certificate ends on {ends:%d/%m/%Y}.",
                id="emulation.W001",
            )
