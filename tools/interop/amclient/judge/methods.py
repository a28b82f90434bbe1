"""Every public method of amclient's class, and every sub-command of its command line, found by looking."""

from __future__ import annotations

import argparse
import inspect
from typing import List

from amclient import AMClient
from amclient.amclientargs import get_parser


def public_methods() -> List[str]:
    """Those that answer to `print_<method>` are the methods they print."""
    return sorted(f'AMClient.{name}' for name, member in vars(AMClient).items() if not name.startswith('_') and inspect.isroutine(member))


def sub_commands() -> List[str]:
    """What `amclient --help` lists."""
    (commands,) = (each for each in get_parser()._actions if isinstance(each, argparse._SubParsersAction))
    return sorted(commands.choices)
