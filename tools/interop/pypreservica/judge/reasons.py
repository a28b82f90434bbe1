"""What is not driven of pyPreservica, what is wrong with it, and what it needs."""

from __future__ import annotations

from typing import Dict, Tuple

from checks import Reasons

_HOLDS_SINCE = 'refused by the server: legal holds came with 9.1; pyPreservica means to refuse it itself, but lets 6.9, 7.7 and 8.1 pass'
_RULES_SINCE = 'the enrichment settings came with 7.7'

NOT_DRIVEN: Dict[str, str] = {}

BROKEN: Dict[str, str] = {
    'WorkflowAPI.workflow_instance': (
        'its module imports the module datetime, then everything of pyPreservica.common, among which is the class datetime; '
        'the first date of an answer is then parsed with a method the class does not have'
    ),
}

NEEDS: Dict[str, Tuple[Tuple[int, int], str, str]] = {
    'AuthenticatedAPI.edition': ((7, 3), 'v7.3', 'pyPreservica asks servers from 7.3 only'),
    'ContentAPI.search_fields': ((7, 5), 'v7.5', 'pyPreservica asks servers from 7.5 only'),
    'EntityAPI.add_access_representation': ((6, 12), 'v6.12', 'pyPreservica asks servers from 6.12 only'),
    'LegalHoldAPI.find': ((9, 1), '400', _HOLDS_SINCE),
    **{
        f'LegalHoldAPI.{name}': ((9, 1), '404', _HOLDS_SINCE)
        for name in (
            'asset_holds',
            'assign_legal_hold',
            'create_hold',
            'delete_legal_hold',
            'legal_hold',
            'legal_holds',
            'remove_legal_hold_assignment',
            'update_legal_hold',
        )
    },
    **{
        f'SettingsAPI.metadata_enrichment_{name}': ((7, 7), '404', f'refused by the server: {_RULES_SINCE}')
        for name in ('add_profile', 'add_rule', 'delete_profile', 'delete_rule', 'profile', 'profiles', 'rules')
    },
}

NOTES: Dict[str, str] = {
    'AuthorityAPI.table': 'a table that has a description gets it in place of its fields',
    'EntityAPI.delete_asset': 'a deletion that has failed is waited for without end',
    'EntityAPI.delete_folder': 'a deletion that has failed is waited for without end',
    'EntityAPI.bitstream_content': 'a range is never sent: the headers it is put into are not the ones of the request',
    'EntityAPI.entity_events': 'the type of an event is looked for where it never is, and left out',
    'LegalHoldAPI.find': 'goes on without end when there are more than fifty: where a page begins is counted up once only',
    'UploadAPI.ingest_web_video': 'the library that fetches videos, which is not among its dependencies, is stood in for',
    'UploadAPI.upload_zip_package_to_Azure': (
        'the endpoint the server names is not used; what it sends to <account>.blob.core.windows.net is led to the sandbox by a proxy'
    ),
    'UploadAPI.upload_zip_package_to_S3': 'the endpoint the server names is not used; boto3 is told of it in AWS_ENDPOINT_URL_S3',
}

REASONS = Reasons(NOT_DRIVEN, BROKEN, NEEDS, NOTES)
