"""Every public method of every API class of the installed pyPreservica, and every public name at all, found by looking."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from types import ModuleType
from typing import Any, Iterator, List

import pyPreservica
from pyPreservica.common import AuthenticatedAPI

#: Classes whose name ends so are for a server too, though they sign in nowhere: exports that were downloaded, and webhooks' receivers.
OTHER_KINDS = ('API', 'Handler')


def public_methods() -> List[str]:
    """`Class.method` of each class, and `module.function` of what it packages with."""
    names = [f'{each.__name__}.{name}' for each in api_classes() for name, member in vars(each).items() if is_public(name, member)]
    functions = inspect.getmembers(pyPreservica, inspect.isfunction)
    names += [f'uploadAPI.{name}' for name, function in functions if function.__module__ == 'pyPreservica.uploadAPI']
    return sorted(names)


def public_names() -> List[str]:
    """Classes, `Class.method`, classes within classes, and functions of all modules."""
    return sorted({name for module in modules() for name in names_of(module, module.__name__)})


def names_of(owner: Any, module: str) -> Iterator[str]:
    for name, member in list(vars(owner).items()):
        if name.startswith('_') or getattr(member, '__module__', module) != module:
            continue
        if inspect.isclass(member):
            yield name
            yield from (f'{name}.{each}' for each in names_of(member, module))
        elif inspect.isfunction(member) or isinstance(member, (staticmethod, classmethod)):
            yield name


def api_classes() -> Iterator[type]:
    for module in modules():
        for name, each in inspect.getmembers(module, inspect.isclass):
            if each.__module__ == module.__name__ and (issubclass(each, AuthenticatedAPI) or name.endswith(OTHER_KINDS)):
                yield each


def modules() -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(pyPreservica.__path__):
        yield importlib.import_module(f'pyPreservica.{info.name}')


def is_public(name: str, member: object) -> bool:
    return not name.startswith('_') and inspect.isroutine(member)
