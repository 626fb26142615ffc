"""Checks an export of Kith's trail, with nothing but Python. It shares no line with Kith, so that it may disagree.

    python3 verify_trail.py EXPORT --keys KEYS [--anchors FILE ...]

EXPORT  from `./kith trail export`: each line is one JSON object: chain, number, sealed_at, mac, entry_id, entry
KEYS    from `./kith trail keys`: one JSON object, chain to key in hex
FILE    whatever Kith left outside: any text with lines "kith-trail TIME CHAIN NUMBER SEAL"

A seal is the HMAC-SHA256, by the key of its chain, of a JSON list of texts in UTF-8, without spaces between its
parts and with letters as they are: the seal before in hex (64 noughts for the first), the chain, the number, the time
of sealing, then every field of the entry in the order below, null where there is nothing.
Ends with 0 when all is as it was written, with 1 when it is not, with 2 when a file cannot be read.
"""

import argparse
import hashlib
import hmac
import json
import re
import sys

FIELDS = ["id", "at", "actor_kind", "actor_id", "actor_label", "keyed_by", "verb", "subject_kind", "subject_id"]
FIELDS += ["subject_label", "place_id", "place_label", "controller", "detail"]
FIRST = "0" * 64
NOBODY = "00000000-0000-0000-0000-000000000000"
ANCHOR = re.compile(r"kith-trail (\S+) ([0-9a-f-]{36}) (\d+) ([0-9a-f]{64})")


def seal(key, before, link):
    parts = [before, link["chain"], str(link["number"]), link["sealed_at"], *(link["entry"][name] for name in FIELDS)]
    words = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, words.encode("utf-8"), hashlib.sha256).hexdigest()


def check(lines, keys, anchors):
    """Yields a sentence for everything that is wrong."""
    ends, seen, entries = {}, {}, set()
    for line in lines:
        link = json.loads(line)
        chain, number, mac = link["chain"], link["number"], link["mac"]
        name = f"chain {chain}, number {number}, entry {link['entry_id']}"
        last, before = ends.get(chain, (0, FIRST))
        if number != last + 1:
            yield f"{name}: comes after number {last}"
        if link["entry_id"] in entries:
            yield f"{name}: this entry is there twice"
        entries.add(link["entry_id"])
        if link["entry"] is None:
            yield f"{name}: the line was taken out"
        elif (link["entry"]["controller"] or NOBODY) != chain:
            yield f"{name}: the line belongs to another chain"
        elif chain not in keys:
            yield f"{name}: there is no key for this chain"
        elif not hmac.compare_digest(seal(bytes.fromhex(keys[chain]), before, link), mac):
            yield f"{name}: the line is not as it was written, or not where it was"
        ends[chain] = (number, mac)
        seen[chain, number] = mac
    for at, chain, number, mac in anchors:
        found = seen.get((chain, int(number)))
        if found is None:
            yield f"chain {chain}, number {number}: not there, though it was noted outside at {at}; the end was cut off"
        elif found != mac:
            yield f"chain {chain}, number {number}: written anew, for another seal was noted outside at {at}"


def main():
    parser = argparse.ArgumentParser(description="Check an export of Kith's trail.")
    parser.add_argument("export")
    parser.add_argument("--keys", required=True)
    parser.add_argument("--anchors", action="append", default=[])
    given = parser.parse_args()
    try:
        with open(given.keys, encoding="utf-8") as file:
            keys = json.load(file)
        anchors = []
        for name in given.anchors:
            with open(name, encoding="utf-8", errors="replace") as file:
                anchors += ANCHOR.findall(file.read())
        with open(given.export, encoding="utf-8") as file:
            lines = [line for line in file if line.strip()]
        wrong = list(check(lines, keys, anchors))
    except (OSError, ValueError, KeyError, TypeError) as problem:
        print(f"This cannot be read as an export of the trail: {problem!r}", file=sys.stderr)
        return 2
    for words in wrong:
        print(words)
    print(f"{len(lines)} lines, {len(anchors)} seals kept outside, {len(wrong)} things wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
