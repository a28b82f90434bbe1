"""What drivers work with: clients of a sandbox, and checks that remember what came of them."""

from __future__ import annotations

import inspect
import json
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple, Type, TypeVar

from pyPreservica import Asset, EntityAPI, Folder

from reasons import BROKEN, NEEDS

Client = TypeVar('Client')
Version = Tuple[int, int]


@dataclass
class Row:
    """What came of driving one method."""

    checks: int = 0
    problems: List[str] = field(default_factory=list)
    #: Refused for the age of the server, by the client or by the server.
    refused: bool = False


class Bench:
    """One sandbox of one version, and the folder where files may be written."""

    def __init__(self, greeting: Dict[str, Any], folder: Path) -> None:
        accounts = greeting['credentials']['preservica']
        self.url: str = greeting['url']
        self.server: str = self.url.split('//')[1]
        self.version: Version = tuple(int(part) for part in greeting['version'].split('.')[:2])  # type: ignore[assignment]
        self.tenant: str = accounts['tenant']
        self.users: Dict[str, Any] = accounts['users']
        self.shared_secret: str = accounts['users']['sharedSecret']
        self.first_password: str = accounts['users']['firstPassword']
        self.folder = folder
        self.rows: Dict[str, Row] = {}
        #: What goes beyond a single method.
        self.remarks: Dict[str, Row] = {}
        self.entities: EntityAPI = self.client(EntityAPI)
        self.home: Folder = self.entities.create_folder('Interoperability', 'Made by pyPreservica', 'open')

    def client(self, api: Type[Client], **changes: Any) -> Client:
        """A client of one API class, signed in as the archivist unless `changes` says otherwise."""
        who = {**self.users['archivist'], 'tenant': self.tenant, 'server': self.server, 'protocol': 'http'}
        return api(**{**who, **changes})

    def at_least(self, *version: int) -> bool:
        return self.version >= version

    def has(self, method: Callable[..., Any]) -> bool:
        """Is the server new enough for a method?"""
        return self.version >= NEEDS.get(name_of(method), ((0, 0), '', ''))[0]

    def check(self, method: Callable[..., Any], *args: Any, agrees: Callable[[Any], Any], **kwargs: Any) -> Any:
        """
        Calls a method and asks `agrees` about what came back; a generator is read to its end before.

        What the table NEEDS has for a newer server must be refused here, and gives None.
        """
        name = name_of(method)
        if not self.has(method):
            self.row(name).refused = True
            return self.refused(method, *args, saying=NEEDS[name][1], **kwargs)
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
        """Calls a method that fails by a mistake of pyPreservica's own, which the table BROKEN describes."""
        if name_of(method) not in BROKEN:
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

    def folder_of_own(self, title: str) -> Folder:
        return self.entities.create_folder(title, f'For the driver of {title}', 'open', self.home.reference)

    def completed(self, token: str) -> bool:
        """Waits until a progress token is over. Did it end well?"""
        for _ in range(1500):
            status = self.entities.get_async_progress(token)
            if status not in ('ACTIVE', 'PENDING', 'RUNNING'):
                return status == 'COMPLETED'
            time.sleep(0.02)
        raise TimeoutError(f'{token} is still {status}')

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

    def contents(self, asset: Asset) -> Dict[str, bytes]:
        """The bytes of an asset's files, by name."""
        return {stream.filename: self.entities.bitstream_bytes(stream).getvalue() for stream in self.entities.bitstreams_for_asset(asset)}


def name_of(method: Callable[..., Any]) -> str:
    """`EntityAPI.asset`, of the class that has the method itself; `uploadAPI.csv_to_xml` of a function."""
    owner = getattr(method, '__self__', None)
    if owner is None:
        return f'{method.__module__.split(".")[-1]}.{method.__name__}'
    classes = inspect.getmro(type(owner))
    return f'{next(each for each in classes if method.__name__ in vars(each)).__name__}.{method.__name__}'


def read(result: Any) -> Any:
    return list(result) if inspect.isgenerator(result) else result
