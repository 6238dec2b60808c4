"""A key on a PKCS#11 token: it signs there and never leaves it. Imported only where SEAL_KEYS names one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from pkcs11 import PKCS11Error
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.signers.pdf_cms import Signer

from emulation.documents.keyfiles import KeyTrouble


@contextmanager
def opened_token(module: str, *, token: str, key: str, pin: str) -> Iterator[Signer]:
    """What signs with the key labelled `key`, beside it its certificate of that label. Raises KeyTrouble."""
    config = PKCS11SignatureConfig(
        module_path=module, cert_label=key, token_criteria=TokenCriteria(label=token), user_pin=pin
    )
    try:
        with PKCS11SigningContext(config) as signer:
            if signer.signing_cert is None:
                raise KeyTrouble(_("The token holds no certificate beside the key."))
            yield signer
    except (PKCS11Error, SigningError) as problem:
        raise KeyTrouble(
            _("The token named in SEAL_KEYS does not sign (%(cause)s).") % {"cause": problem}
        ) from problem
