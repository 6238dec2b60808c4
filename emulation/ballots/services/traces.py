"""Erasing what must not be found afterwards."""

from django.db import connection

from emulation.ballots.models import Ballot, BatchEntry, Envelope, Receipt, TellerKey, Urn


def wipe(ballot: Ballot) -> None:
    """Erase urn, receipts, keys and sealed batches: nothing put in can be opened any more."""
    overwrite_freed_pages()
    Urn.objects.filter(question__ballot=ballot).delete()
    Receipt.objects.filter(ballot=ballot).delete()
    BatchEntry.objects.filter(ballot=ballot).delete()
    Envelope.objects.filter(ballot=ballot).delete()
    TellerKey.objects.filter(teller__ballot=ballot).delete()


def overwrite_freed_pages() -> None:
    """Have SQLite fill with zeros what it frees; PostgreSQL keeps old rows until VACUUM (docs/trust.md)."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
