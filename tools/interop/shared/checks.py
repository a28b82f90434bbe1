"""What every driver of every library works with: checks that remember what came of them."""

from __future__ import annotations

import inspect
import json
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

Version = Tuple[int, ...]


@dataclass
class Row:
    """What came of driving one method."""

    checks: int = 0
    problems: List[str] = field(default_factory=list)
    #: Refused for the age of the server, by the client or by the server.
    refused: bool = False


@dataclass(frozen=True)
class Reasons:
    """
    Why a method is not driven, what it needs, and what is wrong with it, by `Class.method`.

    A reason that nobody needs any more fails the run, like a missing one.
    """

    #: Methods that no driver calls.
    not_driven: Dict[str, str]
    #: Methods that fail by a mistake of the library's own, whatever the server answers.
    broken: Dict[str, str]
    #: The version from which a method works, a word of the refusal before it, and who refuses.
    needs: Dict[str, Tuple[Version, str, str]]
    #: What a method that agrees still does not do.
    notes: Dict[str, str]


class Checks:
    """One sandbox of one version, the folder where files may be written, and what was found."""

    def __init__(self, url: str, version: str, folder: Path, reasons: Reasons) -> None:
        self.url = url
        self.version: Version = tuple(int(part) for part in version.split('.')[:2])
        self.folder = folder
        self.reasons = reasons
        self.rows: Dict[str, Row] = {}
        #: What goes beyond a single method.
        self.remarks: Dict[str, Row] = {}

    def at_least(self, *version: int) -> bool:
        return self.version >= version

    def has(self, method: Callable[..., Any]) -> bool:
        """Is the server new enough for a method?"""
        return self.version >= self.reasons.needs.get(name_of(method), ((0, 0), '', ''))[0]

    def check(self, method: Callable[..., Any], *args: Any, agrees: Callable[[Any], Any], **kwargs: Any) -> Any:
        """
        Calls a method and asks `agrees` about what came back; a generator is read to its end before.

        What needs a newer server must be refused here, and gives None.
        """
        name = name_of(method)
        if not self.has(method):
            self.row(name).refused = True
            return self.refused(method, *args, saying=self.reasons.needs[name][1], **kwargs)
        row = self.row(name)
        row.checks += 1
        try:
            result = read(method(*args, **kwargs))
            if not agrees(result):
                row.problems.append(f'gave {result!r}'[:400])
            return result
        except Exception as error:  # whatever a driver meets is the outcome of its check
            row.problems.append(f'{type(error).__name__}: {error}'[:400])
            return None

    def refused(self, method: Callable[..., Any], *args: Any, saying: str, **kwargs: Any) -> None:
        """Calls a method that must fail, with these words in its error."""
        row = self.row(name_of(method))
        row.checks += 1
        try:
            result = read(method(*args, **kwargs))
            row.problems.append(f'was not refused and gave {result!r}'[:400])
        except Exception as error:
            if saying not in str(error):
                row.problems.append(f'was refused with {type(error).__name__}: {error}'[:400])

    def broken(self, method: Callable[..., Any], *args: Any, saying: str, **kwargs: Any) -> None:
        """Calls a method that fails by a mistake of the library's own, which `reasons.broken` describes."""
        if name_of(method) not in self.reasons.broken:
            raise KeyError(f'{name_of(method)} is not in BROKEN')
        self.refused(method, *args, saying=saying, **kwargs)

    def remark(self, what: str, holds: Callable[[], Any]) -> None:
        """Notes whether something holds that is not about one method."""
        row = self.remarks.setdefault(what, Row())
        row.checks += 1
        try:
            if not holds():
                row.problems.append('does not hold')
        except Exception as error:
            row.problems.append(f'{type(error).__name__}: {error}'[:400])

    def row(self, name: str) -> Row:
        return self.rows.setdefault(name, Row())

    def write(self, name: str, content: bytes) -> str:
        """Writes a file and gives its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return str(path)

    def until(self, holds: Callable[[], Any]) -> bool:
        """Asks again until something holds, for twenty seconds at least."""
        for _ in range(1000):
            if holds():
                return True
            time.sleep(0.02)
        return False

    def fault(self, **fault: Any) -> None:
        """Lets something go wrong in the sandbox."""
        body = json.dumps(fault).encode()
        request = urllib.request.Request(f'{self.url}/sandbox/faults', body, {'content-type': 'application/json'}, method='POST')
        urllib.request.urlopen(request).close()


def name_of(method: Callable[..., Any]) -> str:
    """`EntityAPI.asset`, of the class that has the method itself; `uploadAPI.csv_to_xml` of a function; what has a `row` says it itself."""
    if hasattr(method, 'row'):
        return method.row
    owner = getattr(method, '__self__', None)
    if owner is None and '.' in method.__qualname__:
        return method.__qualname__
    if owner is None:
        return f'{method.__module__.split(".")[-1]}.{method.__name__}'
    classes = inspect.getmro(type(owner))
    return f'{next(each for each in classes if method.__name__ in vars(each)).__name__}.{method.__name__}'


def read(result: Any) -> Any:
    return list(result) if inspect.isgenerator(result) else result
