"""The kinds of work that belong to the machinery itself."""

from typing import Any

from emulation.jobs.models import Job
from emulation.jobs.registry import runner


@runner("system.ping")
def ping(job: Job) -> dict[str, Any]:
    """Render one line to PDF: proof that broker, worker, database and renderer work together."""
    from weasyprint import HTML  # half a second of import that only the worker should pay

    pdf = HTML(string="<p lang='vi'>Thi đua – Khen thưởng</p>").write_pdf()
    return {"bytes": len(pdf or b"")}
