"""What must hold whatever happened. Each check returns the findings as sentences; none means that all is well."""

import json
import time
from collections import Counter
from pathlib import Path

from house import House, sha


def after_a_kill(house: House, atRest: bool = False) -> list[str]:
    """With the daemon dead: every submission in exactly one place, one current row an answer, a row for what was filed."""
    found = house.places()
    findings = children(house)
    if house.far or house.mounted:
        # Between two file systems a file is copied: killed before the original is removed, it is in both until the
        # original has been looked at again. At rest it is not.
        far = {digest: [path for path in paths if path.is_relative_to(house.state)] for digest, paths in found.items()}
        found = {digest: far[digest] or paths for digest, paths in found.items()} if not atRest else found
    kept = Counter({digest: len(paths) for digest, paths in found.items()})
    for digest in set(kept) | set(house.dropped):
        if kept[digest] != house.dropped[digest]:
            places = [str(path) for path in found.get(digest, [])]
            findings.append(f"{digest[:12]} was dropped {house.dropped[digest]} times and is kept {kept[digest]} times: {places}")
    twice, gaps, rows = house.rows(
        "SELECT answer FROM answers GROUP BY answer HAVING sum(is_current) <> 1 OR max(revision) <> count(*)",
        # A database that was made again goes on above all cursors that were ever given out.
        "SELECT cursor FROM (SELECT cursor, kind, lag(cursor, 1, 0) OVER (ORDER BY cursor) AS former FROM feed) steps "
        "WHERE cursor <> former + 1 AND kind <> 'store.restored'",
        "SELECT session, question, attempt, revision, is_current, recording_sha256, transcript_sha256, manifest_sha256 FROM answers")
    (integrity,) = house.rows("PRAGMA integrity_check(3)") if not house.database else [[]]
    findings += [f"{row[0]} does not have exactly one current revision" for row in twice]
    findings += [f"the feed has a gap before {row[0]}" for row in gaps]
    findings += [f"SQLite: {row[0]}" for row in integrity if row[0] != "ok"]
    recorded = {(row["session"], row["recording_sha256"]) for row in rows}
    # A database that is being made again has its rows when the next start has ended that.
    isRemade = (house.state / "intone.sqlite.restored").exists()
    for digest, paths in found.items():
        for path in paths if not isRemade else []:
            parts = path.relative_to(house.state).parts if path.is_relative_to(house.state) else ()
            if parts[:1] == ("archive",) and path.suffix in (".wav", ".m4a") and (parts[1], digest) not in recorded:
                findings.append(f"{path} is in the archive without a row")
    for shelf in ("quarantine", "held"):
        for path in (p for paths in found.values() for p in paths if (house.state / shelf) in p.parents):
            if not explained(path):
                findings.append(f"{path} was set aside without a reason")
    return findings


def children(house: House) -> list[str]:
    """With the daemon dead, nothing that it started lives. The kernel ends it with the daemon, a moment later."""
    end = time.monotonic() + 5
    while left := [pid for pid in house.started if alive(pid)]:
        if time.monotonic() > end:
            return [f"process {pid}, a decoder, outlives the daemon" for pid in left]
        time.sleep(0.01)
    house.started.clear()
    return []


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def explained(path: Path) -> bool:
    for reason in path.parent.glob("*.reason.json"):
        if any(item["stored"] == path.name for item in json.loads(reason.read_bytes())["files"]):
            return True
    return False


def at_rest(house: House) -> list[str]:
    """After the daemon had the time to end its work: nothing waits, nothing temporary is left, the rows are of the newest."""
    findings = after_a_kill(house, atRest=True)
    findings += [f"a draft is left: {path}" for path in house.drafts()]
    found = house.places()
    working = [path for paths in found.values() for path in paths if ".intone" in path.parts]
    findings += [f"left in working: {path}" for path in working]
    tries = [p for p in (house.inbox / ".intone/tries").rglob("*") if p.is_file()]
    findings += [f"a count of tries is left: {path}" for path in tries if not waits(house, path)]
    (rows,) = house.rows("SELECT session, question, attempt, recording_sha256, transcript_sha256, manifest_sha256 FROM answers WHERE is_current = 1")
    current = {(row["session"], row["question"] + ("" if row["attempt"] == 1 else f".{row['attempt']}")): row for row in rows}
    places = {digest: paths for digest, paths in found.items()}
    for name, digest in house.newest.items():
        session, file = name.split("/", 1)
        stem, _, ending = file.rpartition(".")
        shelf = [path.relative_to(house.state).parts[0] for path in places.get(digest, []) if path.is_relative_to(house.state)]
        if digest in house.bad:
            if "quarantine" not in shelf:
                findings.append(f"{name} cannot be used and is not in the quarantine: {places.get(digest)}")
            continue
        if ending in ("wav", "m4a"):
            row = current.get((session, stem))
            if row is None:
                findings.append(f"{name} has no row; it is at {places.get(digest)}")
            elif row["recording_sha256"] != digest:
                findings.append(f"the current row of {name} is of another recording; the newest is at {places.get(digest)}")
    archive = house.state / "archive"
    for (session, question), row in current.items():
        for ending, column in ((f"{question}.srt", "transcript_sha256"), ("session.yaml", "manifest_sha256")):
            file = archive / session / ending
            if file.exists() and row[column] != sha(file.read_bytes()):
                findings.append(f"{session}/{question} was not scored with the {ending} that is in the archive")
    return findings


def waits(house: House, tries: Path) -> bool:
    """Whether the file that was tried is still in the inbox."""
    parts = tries.relative_to(house.inbox / ".intone/tries").parts
    return (house.inbox / Path(*parts[1:])).exists()
