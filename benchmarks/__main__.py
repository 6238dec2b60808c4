"""`bin/bench`: runs the measurements, prints one table, writes benchmarks/results/DATE.json."""

import argparse
import json
import os
from datetime import datetime
from pathlib import Path

from benchmarks import certificates, clusters, grids, imports, pages, programmes
from benchmarks.table import Row, machine, printed

RESULTS = Path(__file__).resolve().parent / "results"
MEASUREMENTS = {
    "certificates": certificates.measure,
    "import": imports.measure,
    "pages": pages.measure,
    "programmes": programmes.measure,
    "clusters": clusters.measure,
    "grids": grids.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=MEASUREMENTS, default=[])
    chosen = parser.parse_args()
    rows: list[Row] = []
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now().astimezone()
    target = RESULTS / f"{now:%Y-%m-%d-%H%M%S}.json"
    for name in chosen.only or MEASUREMENTS:
        print(f"Measuring: {name}", flush=True)
        rows += MEASUREMENTS[name](os.environ["DATABASE_URL"], quick=chosen.quick)
        # Written after each part: a run that is ended early keeps what it has.
        found = {"at": now.isoformat(), "machine": machine(), "quick": chosen.quick}
        found["rows"] = [row.as_json() for row in rows]
        target.write_text(json.dumps(found, ensure_ascii=False, indent=1))
    print(printed(rows))
    print(f"\nWritten to {target.relative_to(Path.cwd())}")


main()
