"""What drivers of amclient work with: clients of a sandbox, its control, and Fonds to compare with, beside the checks."""

from __future__ import annotations

import json
import subprocess
import urllib.request
from hashlib import sha256
from pathlib import Path
from typing import Any, Dict, List, Optional
from urllib.parse import quote, urlencode

from amclient import AMClient

from checks import Checks
from command import Command
from reasons import REASONS

#: All samples of the sandbox lie below.
SAMPLES = 'archivematica/samples'
#: Nothing has this UUID.
NOBODY = '00000000-0000-4000-8000-000000000000'


class Bench(Checks):
    """One sandbox of one release."""

    def __init__(self, plan: Dict[str, Any], folder: Path) -> None:
        greeting = plan['greeting']
        super().__init__(greeting['url'], plan['release'], folder, REASONS)
        accounts = greeting['credentials']['archivematica']
        self.source: str = accounts['source']['location']
        self.common: Dict[str, str] = {
            'am_url': self.url,
            'am_user_name': accounts['dashboard']['username'],
            'am_api_key': accounts['dashboard']['apiKey'],
            'ss_url': self.url,
            'ss_user_name': accounts['storage']['username'],
            'ss_api_key': accounts['storage']['apiKey'],
        }
        self.asked = 0
        self.fonds = subprocess.Popen(plan['ours'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding='utf-8')

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        """Fonds is told that nothing more is asked, and waited for."""
        self.fonds.communicate()

    def client(self, **attributes: Any) -> AMClient:
        return AMClient(**{**self.common, 'output_mode': 'json', **attributes})

    def command(self, name: str) -> Command:
        return Command(name, self.common, self.folder)

    def ours(self, what: str, **given: Optional[str]) -> Any:
        """What Fonds says: `what` is a key of `answers` in ours.ts."""
        said = self.ask(what, given)
        if 'problem' in said:
            raise RuntimeError(f'Fonds, asked for {what}: {said["problem"]}')
        return said['answer']

    def refusal(self, what: str, **given: Optional[str]) -> str:
        """The error that Fonds fails with: its code, its class, its words."""
        return self.ask(what, given)['problem']

    def ask(self, what: str, given: Dict[str, Optional[str]]) -> Dict[str, Any]:
        self.asked += 1
        self.fonds.stdin.write(
            json.dumps({'ask': what, 'given': {name: value for name, value in given.items() if value is not None}}) + '\n'
        )
        self.fonds.stdin.flush()
        return json.loads(self.fonds.stdout.readline())

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """What only the sandbox knows and does."""
        return json.loads(self.send(method, f'/sandbox/archivematica/{path}', body))

    def raw(self, target: str, /, **query: str) -> Any:
        """The server's own answer, without any client."""
        return json.loads(self.bytes_of(target, **query))

    def bytes_of(self, target: str, /, **query: str) -> bytes:
        return self.send('GET', f'{target}?{urlencode(query)}' if query else target)

    def send(self, method: str, path: str, body: Any = None) -> bytes:
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        user = 'ss' if path.startswith('/api/v2/') else 'am'
        key = f'ApiKey {self.common[f"{user}_user_name"]}:{self.common[f"{user}_api_key"]}'
        headers = {'accept': '*/*', 'authorization': key, 'content-type': 'application/json'}
        request = urllib.request.Request(self.url + quote(path, safe='/?&=%:+;,'), data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def packages(self, **query: str) -> List[Dict[str, Any]]:
        return self.raw('/api/v2/file/', limit='1000', **query)['objects']

    def location(self, purpose: str) -> str:
        """The default location for a purpose."""
        return self.raw('/api/v2/location/', purpose=purpose)['objects'][0]['uuid']

    def unit(self, uuid: str) -> Dict[str, Any]:
        """What the sandbox knows of a transfer, by its UUID or that of its SIP; the latest."""
        return [each for each in self.control('GET', 'units') if uuid in (each['transfer'], each['sip'])][-1]

    def decide(self, uuid: str, choice: str) -> None:
        """Answers what a unit waits for, as a person does."""
        self.until(lambda: self.unit(uuid)['waitsFor'])
        self.control('POST', 'decisions', {'unit': uuid, 'choice': choice})

    def stored(self, transfer: str) -> str:
        """Waits until the AIP of a transfer is stored, and gives its UUID."""
        if not self.until(lambda: self.unit(transfer)['ingestStatus'] == 'COMPLETE'):
            raise TimeoutError(f'{transfer} does not come to its end: {self.unit(transfer)}')
        return self.unit(transfer)['sip']


def digest(content: bytes) -> Dict[str, Any]:
    """As Fonds sums up bytes."""
    return {'size': len(content), 'sha256': sha256(content).hexdigest()}


def digest_of(path: str) -> Dict[str, Any]:
    return digest(Path(path).read_bytes())
