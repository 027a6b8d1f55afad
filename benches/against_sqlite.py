#!/usr/bin/env python3
"""Measures a search against SQLite FTS5 with the same columns, on the same rows, in one run.

    benches/against_sqlite.py INDEX

Asks both for the ten best statements with two words, by a speaker, in a period, and prints the
median time that each takes when it is warm. Needs python3 with SQLite's FTS5, and cargo.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import time

WORDS, SPEAKER, FROM, TO = "interest rates", "bernanke", "2007-01-01", "2012-12-31"
ROUNDS = 200


def rows(index):
    """Yields the statements of an index as rows."""
    command = ["target/release/onrecord", "export", "--index", index, "--with-negated"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as export:
        for line in export.stdout:
            record = json.loads(line)
            article, said = record["article"], record.get("said_on")
            day = (said or {}).get("date") or (article.get("published") or "")[:10]
            speaker = (record.get("speaker") or {}).get("name") or ""
            yield (record["text"], record["context"], article.get("title") or "", speaker, day,
                   record["negated"], line)


def sqlite(index):
    """Returns the median seconds of SQLite, and how many statements it finds."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE words USING fts5(text, context, title, speaker,"
                 " content='', tokenize='porter unicode61')")
    base.execute("CREATE TABLE statements (id INTEGER PRIMARY KEY, day TEXT, negated INT, record TEXT)")
    for number, (text, context, title, speaker, day, negated, record) in enumerate(rows(index)):
        base.execute("INSERT INTO words (rowid, text, context, title, speaker) VALUES (?, ?, ?, ?, ?)",
                     (number, text, context, title, speaker))
        base.execute("INSERT INTO statements VALUES (?, ?, ?, ?)", (number, day, negated, record))
    base.execute("CREATE INDEX days ON statements (day)")
    base.commit()
    match = " AND ".join(WORDS.split()) + f" AND speaker:{SPEAKER}"
    where = ("FROM words JOIN statements ON statements.id = words.rowid"
             " WHERE words MATCH ? AND day BETWEEN ? AND ? AND NOT negated")
    best = f"SELECT record {where} ORDER BY bm25(words, 3.0, 1.0, 1.0, 2.0) LIMIT 10"
    count = f"SELECT count(*) {where}"
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for (record,) in base.execute(best, (match, FROM, TO)).fetchall():
            json.loads(record)
        (found,) = base.execute(count, (match, FROM, TO)).fetchone()
        times.append(time.perf_counter() - start)
    return statistics.median(times), found


def onrecord(index):
    """Returns the median seconds of onrecord, from its own benchmark."""
    name = "two words, speaker, dates"
    environment = dict(os.environ, ONRECORD_BENCH_INDEX=os.path.abspath(index))
    command = ["cargo", "bench", "--quiet", "--bench", "search", "--", name]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    with open(f"target/criterion/{name}/new/estimates.json", encoding="utf-8") as estimates:
        return json.load(estimates)["median"]["point_estimate"] / 1e9


def main():
    """Measures and prints both."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    theirs, found = sqlite(sys.argv[1])
    ours = onrecord(sys.argv[1])
    print(f"SQLite {sqlite3.sqlite_version}: {theirs * 1e6:8.0f} µs ({found} found)")
    print(f"onrecord:        {ours * 1e6:8.0f} µs")


main()
