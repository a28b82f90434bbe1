"""The command line of amclient."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List

from amclient import errors
from amclient.amclientargs import SUBCOMMANDS


class CommandError(Exception):
    """What a command prints when it fails; it ends as if all were well."""


@dataclass(frozen=True)
class Command:
    """A sub-command: called with its arguments and options by name, it runs as a process and gives what it prints."""

    name: str
    #: Arguments and options that are the same for all.
    common: Dict[str, str]
    folder: Path

    @property
    def row(self) -> str:
        return f'Command line.{self.name}'

    def __call__(self, **given: str) -> Any:
        printed = run([self.name, *self.arguments({**self.common, **given})], self.folder)
        value = value_of(printed)
        if value in errors.error_codes.values():
            raise CommandError(value)
        return value

    def arguments(self, given: Dict[str, str]) -> List[str]:
        (command,) = (each for each in SUBCOMMANDS if each.name == self.name)
        options = [option.name for option in command.opts if option.name.replace('-', '_') in given]
        return [
            *(part for name in options for part in (f'--{name}', given[name.replace('-', '_')])),
            *(given[argument.name] for argument in command.args),
        ]


def run(arguments: List[str], folder: Path) -> str:
    log = ['--log-file', str(folder / 'amclient.log')]
    program = ['-c', 'from amclient.amclient import main; main()']
    process = subprocess.run([sys.executable, *program, *log, *arguments], cwd=folder, capture_output=True, text=True, timeout=60)
    if process.returncode != 0:
        raise CommandError(f'ended with {process.returncode}: {process.stderr}')
    return process.stdout


def value_of(printed: str) -> Any:
    """It prints JSON, or Python where it was told so or forgets what it was told; and nothing at all for an empty list."""
    if not printed.strip():
        return None
    try:
        return json.loads(printed)
    except json.JSONDecodeError:
        return ast.literal_eval(printed)
