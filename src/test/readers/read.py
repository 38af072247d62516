"""Runs lines that "describe --read-with" printed, and compares the rows with those of "show".

read.py PAGE WORK TABLES ENGINE...; WORK has TABLE.expected and TABLE.ENGINE for each table and engine.
"""

import datetime
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

FORMATS = ["parquet", "orc", "avro"]
READABLE = {
    "pyarrow": ["parquet", "orc"],
    "pandas": ["parquet", "orc"],
    "polars": ["parquet"],
    "duckdb": ["parquet"],
    "spark": FORMATS,
    "bigquery": ["parquet", "orc"],
}


def text(value):
    """A value as "show" has it; instants as one number, since engines differ in zones."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        zoned = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        since = zoned - datetime.datetime.fromtimestamp(0, datetime.timezone.utc)
        return f"@{since // datetime.timedelta(microseconds=1)}"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*", value):
        return text(datetime.datetime.fromisoformat(value))
    return str(value)


def sorted_rows(rows):
    return sorted(
        ({name: text(value) for name, value in row.items()} for row in rows),
        key=lambda row: json.dumps(row, sort_keys=True),
    )


def run_python(code):
    names = {}
    exec(code, names)
    return names["rows"]


def rows_of(engine, code):
    if engine == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.execute("SET TimeZone = 'UTC'")
        result = connection.execute(code)
        names = [column[0] for column in result.description]
        return [dict(zip(names, row)) for row in result.fetchall()]
    if engine == "bigquery":
        return rows_of_copy(code)
    rows = run_python(code)
    if engine == "spark":
        rows.sparkSession.conf.set("spark.sql.session.timeZone", "UTC")
        return [row.asDict() for row in rows.collect()]
    if engine == "pandas":
        import pyarrow

        rows = pyarrow.Table.from_pandas(rows, preserve_index=False)
    return rows.to_dicts() if engine == "polars" else rows.to_pylist()


def shell(code, commands):
    """Runs a shell's lines with these commands in the place of those of the clouds."""
    folder = Path(os.environ["WORK"]) / "bin"
    folder.mkdir(exist_ok=True)
    for name, script in commands.items():
        (folder / name).write_text("#!/usr/bin/env bash\nset -euo pipefail\n" + script)
        (folder / name).chmod(0o755)
    environment = dict(os.environ, PATH=str(folder) + ":" + os.environ["PATH"])
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout


def rows_of_copy(code):
    """The shell's part of BigQuery's lines; what they copy is read by pyarrow."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    copy = Path(os.environ["WORK"]) / "copy"
    subprocess.run(["rm", "-rf", str(copy)], check=True)
    code = code.replace("gs://acme-copy", str(copy))
    sql = shell(
        code,
        {
            "gcloud": 'if [[ $2 == cat ]]; then cat "$3"; else mkdir -p "$(dirname "$4")"; cp -n "$3" "$4"; fi\n',
            "bq": "cat\n",
        },
    )
    format = re.search("format = '([A-Z]+)'", sql)[1].lower()
    [folder] = set(re.findall(r"uris = \['(.*)/\*'\]", sql))
    columns = re.search(r"WITH PARTITION COLUMNS \((.*)\)", sql)
    names = [column.split(" ")[0] for column in columns[1].split(", ")] if columns else []
    schema = pa.schema([(name, pa.string()) for name in names])
    files = [str(file) for file in Path(folder).rglob("*." + format)]
    return ds.dataset(files, format=format, partitioning=ds.partitioning(schema, flavor="hive")).to_table().to_pylist()


def links_of(page, table):
    """The shell's part of Athena's lines: the files that its links name, by folder."""
    code = re.search(r"```bash\n(# In a shell, after each commit:.*?)```", page, re.DOTALL)[1]
    code = code.replace("s3://acme-lake/clean/shop/orders", str(table))
    out = shell(code, {"aws": 'if [[ $2 == cp ]]; then cat "$3"; else cd "$4" && grep -r . .; fi\n'})
    return sorted(line.split(":", 1) for line in out.splitlines())


def finds_nothing(what, read, messages=()):
    try:
        count = read()
    except Exception as failure:  # the kind is the engine's own
        for message in messages:
            if message in str(failure):
                return f"says {message!r}"
        raise
    assert count == 0, f"{what} finds {count} rows"
    return "finds nothing"


def main():
    page, work, tables = Path(sys.argv[1]).read_text(), Path(sys.argv[2]), Path(sys.argv[3])
    engines = sys.argv[4:]
    os.environ["WORK"] = str(work)
    wrong = 0
    for expected in sorted(work.glob("*.expected")):
        table = expected.stem
        wanted = sorted_rows(json.loads(line, parse_float=Decimal) for line in expected.read_text().splitlines())
        format = next(one for one in FORMATS if one == table.split("-")[0]) if table != "numbers" else "parquet"
        for engine in engines:
            if engine == "athena":
                found = links_of(page, tables / table)
                manifest = [unquote(line) for line in (tables / table / "_manifest").read_text().splitlines()]
                right = sorted(file for _, file in found) == sorted(manifest) and all(
                    os.path.dirname(re.sub(r".*/_data/[^/]+/", "", file)) == os.path.dirname(link)[2:]
                    for link, file in found
                )
                print(f"{'ok   ' if right else 'WRONG'} {table}: links for athena ({len(found)} files)")
                wrong += not right
                continue
            lines = work / f"{table}.{engine}"
            if lines.exists() != (format in READABLE[engine]):
                print(f"WRONG {table}: describe --read-with {engine} {'has' if lines.exists() else 'lacks'} lines")
                wrong += 1
            if not lines.exists():
                continue
            found = sorted_rows(rows_of(engine, lines.read_text()))
            right = found == wanted
            print(f"{'ok   ' if right else 'WRONG'} {table}: {engine}, {len(found)} rows")
            if not right:
                wrong += 1
                print("  expected", *wanted, "found", *found, sep="\n    ")
    folder = str(tables / "parquet-parts")
    if "pandas" in engines:
        import pandas

        print("ok    whole folder: pandas", finds_nothing("pandas", lambda: len(pandas.read_parquet(folder))))
    if "pyarrow" in engines:
        import pyarrow.dataset
        import pyarrow.parquet

        for what, read in {
            "pyarrow.parquet": lambda: pyarrow.parquet.read_table(folder).num_rows,
            "pyarrow.dataset": lambda: pyarrow.dataset.dataset(folder, format="parquet").count_rows(),
        }.items():
            print("ok    whole folder:", what, finds_nothing(what, read))
    if "spark" in engines:
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.getOrCreate()
        for format in FORMATS:
            what = "spark, " + format
            read = lambda: spark.read.format(format).load(str(tables / (format + "-parts"))).count()
            print("ok    whole folder:", what, finds_nothing(what, read, ["Unable to infer schema", "No Avro files found"]))
    sys.exit(1 if wrong else 0)


main()
