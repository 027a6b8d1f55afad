#!/usr/bin/env python3
"""Measures how the cost of indexing grows: from cold, again, and with one file changed.

    benches/growth.py FOLDER [COUNT...]

For each COUNT (1000 and 10000 unless given), fills a new folder with so many articles taken from
FOLDER, and indexes it. Where FOLDER has fewer, it is copied again and again, with other numbers and
names put into every copy, so that no two articles are the same. Prints seconds, processor seconds
and the peak of memory. Needs python3, and target/release/onrecord.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.join(os.path.dirname(__file__), "..", "target", "release", "onrecord")


def articles(folder):
    """Returns the paths of all files below a folder, in order."""
    return sorted(os.path.join(at, name) for at, _, names in os.walk(folder) for name in names)


def changed(text, copy):
    """Returns a text with other numbers and some other names, for every copy another one."""
    if copy == 0:
        return text
    text = re.sub(rb"\d+", lambda m: str((int(m[0]) * 7 + copy) % 10 ** len(m[0])).encode(), text)
    surname = b"Qu" + bytes(97 + (copy * 31 + n * 7) % 26 for n in range(5))
    text = re.sub(rb"\b(Smith|Jones|Brown|Johnson|Bernanke|Paulson|Geithner)\b", surname, text)
    return text + b"\n\nEdition %d\n" % copy


def fill(folder, sources, count):
    """Writes so many articles into a folder, a hundred in each of its own."""
    for n in range(count):
        source = sources[n % len(sources)]
        with open(source, "rb") as file:
            text = file.read()
        place = os.path.join(folder, f"{n // 100:05}")
        os.makedirs(place, exist_ok=True)
        with open(os.path.join(place, f"{n:07}.txt"), "wb") as file:
            file.write(changed(text, n // len(sources)))


def index(news, to):
    """Runs it; returns the summary, its seconds, processor seconds, and peak memory in megabytes."""
    start = time.perf_counter()
    command = [PROGRAM, "index", news, "--index", to, "--json", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        summary = json.load(run.stdout)
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    return summary, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    """Measures and prints a line for each run."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sources = articles(sys.argv[1])
    counts = [int(count) for count in sys.argv[2:]] or [1000, 10000]
    print(f"{'articles':>9} {'statements':>10} {'run':<12} {'s':>8} {'cpu s':>8} {'cpu ms/article':>15} {'MB':>6}")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            news, to = os.path.join(folder, "news"), os.path.join(folder, "index")
            # Spread over the whole, so that a small count is not one month.
            few = sources[:: max(1, len(sources) // count)]
            fill(news, few, count)
            # A file that was only just written is read again.
            time.sleep(2.1)
            one = articles(news)[count // 2]
            for run in ["cold", "again", "one changed"]:
                if run == "one changed":
                    with open(one, "ab") as file:
                        file.write(b'\n"It is over," said John Smith on Monday.\n')
                summary, seconds, cpu, memory = index(news, to)
                taken = max(1, summary["new"] + summary["changed"])
                each = cpu * 1000 / taken if run == "cold" else 0.0
                print(f"{count:>9} {summary['statements_in_index']:>10} {run:<12} {seconds:>8.2f} {cpu:>8.2f}"
                      f" {each:>15.2f} {memory:>6.0f}", flush=True)


main()
