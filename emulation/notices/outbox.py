"""Django's mail interface, answered by the outbox: whoever sends mail writes a row in their own transaction."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from emulation.notices import services

HANDOVER_HEADER = "X-Handover"


class OutboxBackend(BaseEmailBackend):
    """EMAIL_BACKEND of the program; `notices.services.send_waiting` delivers what it keeps."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        letters = [
            services.post(
                to, str(message.subject), str(message.body), handover=HANDOVER_HEADER in message.extra_headers
            )
            for message in email_messages
            for to in message.recipients()
        ]
        return len(letters)
