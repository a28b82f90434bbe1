"""The same thing in amclient's form, which is the server's, and in that of Fonds."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional


def uuid_in(uri: Optional[str]) -> Optional[str]:
    return None if uri is None else uri.rstrip('/').split('/')[-1]


def same(theirs: Iterable[Any], ours: Iterable[Any]) -> bool:
    """Nothing is in order on these servers."""
    one, other = (sorted(each, key=repr) for each in (theirs, ours))
    if one != other:
        raise AssertionError(f'{[each for each in one if each not in other]}, not {[each for each in other if each not in one]}')
    return True


def packages(theirs: Iterable[Dict[str, Any]], ours: Iterable[Dict[str, Any]]) -> bool:
    return same(map(package, theirs), map(our_package, ours))


def package(row: Dict[str, Any]) -> Dict[str, Any]:
    return {
        'uuid': row['uuid'],
        'type': row['package_type'],
        'status': row['status'],
        'size': int(row['size']),
        'path': row['current_path'],
        'full path': row['current_full_path'],
        'location': uuid_in(row['current_location']),
        'pipeline': uuid_in(row['origin_pipeline']),
        'related': sorted(map(uuid_in, row['related_packages'])),
        'stored': row.get('stored_date'),
    }


def our_package(found: Dict[str, Any]) -> Dict[str, Any]:
    return {
        'uuid': found['uuid'],
        'type': found['type'],
        'status': found['statusText'],
        'size': found['size'],
        'path': found['path'],
        'full path': found['fullPath'],
        'location': found.get('location'),
        'pipeline': found.get('pipeline'),
        'related': sorted(found['related']),
        'stored': found.get('storedDate'),
    }


def locations(theirs: Iterable[Dict[str, Any]], ours: Iterable[Dict[str, Any]]) -> bool:
    return same(map(location, theirs), map(our_location, ours))


def location(row: Dict[str, Any]) -> Dict[str, Any]:
    return {
        'uuid': row['uuid'],
        'purpose': row['purpose'],
        'path': row['path'],
        'relative path': row['relative_path'],
        'description': row['description'] or None,
        'space': uuid_in(row['space']),
        'pipelines': sorted(map(uuid_in, row['pipeline'])),
        'enabled': row['enabled'],
    }


def our_location(found: Dict[str, Any]) -> Dict[str, Any]:
    return {
        'uuid': found['uuid'],
        'purpose': found['purpose'],
        'path': found['path'],
        'relative path': found['relativePath'],
        'description': found.get('description') or None,
        'space': found.get('space'),
        'pipelines': sorted(found['pipelines']),
        'enabled': found['enabled'],
    }


def pipelines(theirs: Iterable[Dict[str, Any]], ours: Iterable[Dict[str, Any]]) -> bool:
    return same(
        ((row['uuid'], row['description'], row['remote_name']) for row in theirs),
        ((found['uuid'], found.get('description'), found.get('remoteName')) for found in ours),
    )


def directory(theirs: Dict[str, Any], ours: Iterable[Dict[str, Any]]) -> bool:
    found: List[Dict[str, Any]] = list(ours)
    properties = {each['name']['text']: properties_of(each) for each in found}
    return (
        same(theirs['entries'], properties)
        and same(theirs['directories'], (each['name']['text'] for each in found if each['isDirectory']))
        and theirs['properties'] == properties
    )


def properties_of(entry: Dict[str, Any]) -> Dict[str, Any]:
    return {'object count': entry['objectCount']} if entry['isDirectory'] else {'size': entry['size']}


def status(theirs: Dict[str, Any], ours: Dict[str, Any]) -> bool:
    keys = ('uuid', 'name', 'directory', 'path', 'microservice')
    sip = theirs.get('sip_uuid')
    return (
        same((theirs[key] for key in keys), (ours[key] for key in keys))
        and (theirs['type'] == 'SIP') == (ours['type'] == 'ingest')
        and theirs['status'] == ours['status']
        and (sip == 'BACKLOG') == ours['backlog']
        and (None if sip == 'BACKLOG' else sip) == ours.get('sip')
    )


def jobs(theirs: List[Dict[str, Any]], ours: List[Dict[str, Any]]) -> bool:
    """In order, as jobs are."""
    one = [
        (each['uuid'], each['name'], each['status'], each['microservice'], each['link_uuid'], tasks(each['tasks'], 'exit_code'))
        for each in theirs
    ]
    other = [
        (each['uuid'], each['name'], each['status'], each['microservice'], each.get('link'), tasks(each['tasks'], 'exitCode'))
        for each in ours
    ]
    return len(one) > 0 and one == other


def tasks(rows: List[Dict[str, Any]], code: str) -> List[Any]:
    return [(row['uuid'], row.get(code)) for row in rows]
