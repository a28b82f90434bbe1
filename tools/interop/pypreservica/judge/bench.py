"""What drivers of pyPreservica work with: clients of a sandbox, beside the checks."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Dict, Type, TypeVar

from pyPreservica import Asset, EntityAPI, Folder

from checks import Checks
from reasons import REASONS

Client = TypeVar('Client')


class Bench(Checks):
    """One sandbox of one version, and a folder in its archive."""

    def __init__(self, greeting: Dict[str, Any], folder: Path) -> None:
        super().__init__(greeting['url'], greeting['version'], folder, REASONS)
        accounts = greeting['credentials']['preservica']
        self.server: str = self.url.split('//')[1]
        self.tenant: str = accounts['tenant']
        self.users: Dict[str, Any] = accounts['users']
        self.shared_secret: str = accounts['users']['sharedSecret']
        self.first_password: str = accounts['users']['firstPassword']
        self.entities: EntityAPI = self.client(EntityAPI)
        self.home: Folder = self.entities.create_folder('Interoperability', 'Made by pyPreservica', 'open')

    def client(self, api: Type[Client], **changes: Any) -> Client:
        """A client of one API class, signed in as the archivist unless `changes` says otherwise."""
        who = {**self.users['archivist'], 'tenant': self.tenant, 'server': self.server, 'protocol': 'http'}
        return api(**{**who, **changes})

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

    def contents(self, asset: Asset) -> Dict[str, bytes]:
        """The bytes of an asset's files, by name."""
        return {stream.filename: self.entities.bitstream_bytes(stream).getvalue() for stream in self.entities.bitstreams_for_asset(asset)}
