"""maplib's part: missions.csv read with Polars, mapped by an OTTR template. Run by the peer's own Python."""

import json
import sys
import time
from pathlib import Path

import polars as pl
from maplib import Model

ID = "https://w3id.org/health-diplomacy/id/"
TYPE = "https://w3id.org/health-diplomacy/scheme/mission-type/"
TEMPLATE = "https://w3id.org/health-diplomacy/ont#MissionRow"


def read() -> pl.DataFrame:
    """The rows with their IRIs; a row that is too long loses its end, because otherwise nothing is read."""
    rows = pl.read_csv("missions.csv", infer_schema=False, truncate_ragged_lines=True)
    countries = [
        pl.col(name).str.split(";").list.eval(ID + "country/" + pl.element()).alias(name)
        for name in ("sender", "recipient")
    ]
    mission = (ID + "mission/generated/" + pl.col("id")).alias("mission")
    kind = (TYPE + pl.col("type").str.replace_all(" ", "-")).alias("type")
    return rows.with_columns(mission, kind, *countries)


def main(template: Path) -> None:
    """Writes the triples as N-Triples."""
    begin = time.perf_counter()
    model = Model()
    model.add_template(template.read_text(encoding="utf-8"))
    model.map(TEMPLATE, read())
    model.write("out.nt", format="ntriples")
    print(json.dumps({"mapping_seconds": time.perf_counter() - begin}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
