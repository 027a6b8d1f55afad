#!/usr/bin/env python3
"""Sends 10,000 hostile requests to a running server and tells what became of them.

    onrecord serve --listen 127.0.0.1:7440 &
    benches/hostile.py 127.0.0.1:7440

Oversized, malformed, slow, traversing, of a wrong host, cut short: each may get an error or nothing,
never a success that is not one, and afterwards the server still answers. Sends to this machine alone.
"""
import collections
import random
import socket
import sys
import threading

HOST, PORT = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:7440").rsplit(":", 1)
assert HOST in ("127.0.0.1", "localhost"), "only a server on this machine"
OURS = f"{HOST}:{PORT}"
REQUESTS, AT_ONCE = 10_000, 16


def request(kind, chance):
    """Returns the bytes of a request, and whether a success would be wrong."""
    def get(path, host=OURS, more=""):
        return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n".encode("utf-8", "surrogatepass")
    if kind == "long address":
        return get("/?q=" + "a" * chance.randrange(9_000, 60_000))
    if kind == "long header":
        return get("/", more=f"X-A: {'a' * chance.randrange(40_000, 200_000)}\r\n")
    if kind == "many headers":
        return get("/", more="".join(f"X-{n}: 1\r\n" for n in range(500)))
    if kind == "traversal":
        return get(chance.choice(["/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/topics/..%2f..%2fetc/passwd",
                                  "/statements/..%2f..%2f..%2fetc%2fpasswd", "/api/articles/..%5c..%5cwin.ini",
                                  "//etc/passwd", "/style.css/../../etc/passwd"]))
    if kind == "wrong host":
        return get("/api/search?q=a", host=chance.choice(["evil.example", f"evil.example:{PORT}", "", "localhost.evil.example", "127.0.0.1:1"]))
    if kind == "foreign origin":
        return get("/api/search?q=a", more="Origin: https://evil.example\r\n")
    if kind == "other method":
        return f"{chance.choice(['POST', 'PUT', 'DELETE', 'CONNECT', 'TRACE', 'XYZ'])} / HTTP/1.1\r\nHost: {OURS}\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello".encode()
    if kind == "bytes":
        return chance.randbytes(chance.randrange(1, 2_000))
    if kind == "smuggling":
        return get("/", more="Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"
    if kind == "bad parameter":
        return get("/api/search?" + chance.choice(["limit=-1", "limit=99999999999999999999", "offset=1e9", "speakr=a", "sort=%00",
                                                   "q=%22", "q=speaker:", "q=((((", "since=99999-99-99", "facets=nope", "q=said:9999999999w.."]))
    if kind == "deep query":
        return get("/api/search?q=" + chance.choice(["(", "-", "%22", "a+OR+", "NOT+", "speaker:"]) * chance.randrange(500, 1_000))
    if kind == "cut short":
        return get("/?q=port")[:chance.randrange(1, 30)]
    raise ValueError(kind)


KINDS = ["long address", "long header", "many headers", "traversal", "wrong host", "foreign origin", "other method",
         "bytes", "smuggling", "bad parameter", "deep query", "cut short"]


def ask(data, wait=15.0):
    try:
        with socket.create_connection((HOST, int(PORT)), timeout=wait) as stream:
            try:
                stream.sendall(data)
                stream.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            answer = b""
            while piece := stream.recv(65_536):
                answer += piece
    except OSError:
        return "closed", b""
    parts = answer.split(b" ", 2)
    return (parts[1].decode("latin-1") if answer.startswith(b"HTTP/") and len(parts) > 1 else "closed"), answer


def main():
    found, wrong, lock = collections.Counter(), [], threading.Lock()

    def work(part):
        chance = random.Random(part)
        for n in range(part, REQUESTS, AT_ONCE):
            kind = KINDS[n // AT_ONCE % len(KINDS)]
            status, answer = ask(request(kind, chance))
            with lock:
                found[kind, status] += 1
                if status.startswith("2") or b"root:" in answer or status == "500":
                    wrong.append((kind, status, answer[:200]))

    # Meanwhile some only begin, and never end.
    slow = []
    for _ in range(64):
        stream = socket.create_connection((HOST, int(PORT)))
        stream.sendall(b"GET / HTTP/1.1\r\nHos")
        slow.append(stream)
    threads = [threading.Thread(target=work, args=(part,)) for part in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for stream in slow:
        stream.settimeout(30)
        try:
            while stream.recv(65_536):
                pass
            found["slow", "closed"] += 1
        except TimeoutError:
            wrong.append(("slow", "still open", b""))
        except OSError:
            found["slow", "closed"] += 1
    for (kind, status), count in sorted(found.items()):
        print(f"{kind:15} {status:7} {count}")
    status, _ = ask(f"GET /api/search?q=a HTTP/1.1\r\nHost: {OURS}\r\nConnection: close\r\n\r\n".encode())
    print(f"{len(wrong)} wrong, and a search afterwards gets {status}")
    for one in wrong[:10]:
        print(one)
    sys.exit(1 if wrong or status != "200" else 0)


if __name__ == "__main__":
    main()
