"""
Why a method is not driven, what it needs, and what is wrong with it.

A reason that nobody needs any more fails the run, like a missing one.
"""

from __future__ import annotations

from typing import Dict, Tuple

_NO_LEGAL_HOLDS = 'legal holds came with server version 9.1; the sandbox is 8.1 at most and has none'
_RULES_SINCE = 'the enrichment settings came with 7.7'

#: Methods that no driver calls.
NOT_DRIVEN: Dict[str, str] = {
    **{
        f'LegalHoldAPI.{name}': _NO_LEGAL_HOLDS
        for name in (
            'asset_holds',
            'assign_legal_hold',
            'create_hold',
            'delete_legal_hold',
            'find',
            'legal_hold',
            'legal_holds',
            'remove_legal_hold_assignment',
            'update_legal_hold',
        )
    },
    'UploadAPI.ingest_web_video': 'takes a video from a site on the internet, by a program that is not among its dependencies',
    'UploadAPI.upload_zip_package_to_Azure': 'the host it sends to is written in its source: <account>.blob.core.windows.net',
}

#: Methods that fail by a mistake of pyPreservica's own, whatever the server answers.
BROKEN: Dict[str, str] = {
    'WorkflowAPI.workflow_instance': (
        'its module imports the module datetime, then everything of pyPreservica.common, among which is the class datetime; '
        'the first date of an answer is then parsed with a method the class does not have'
    ),
}

#: The version from which a method works, a word of the refusal before it, and who refuses.
NEEDS: Dict[str, Tuple[Tuple[int, int], str, str]] = {
    'AuthenticatedAPI.edition': ((7, 3), 'v7.3', 'pyPreservica asks servers from 7.3 only'),
    'ContentAPI.search_fields': ((7, 5), 'v7.5', 'pyPreservica asks servers from 7.5 only'),
    'EntityAPI.add_access_representation': ((6, 12), 'v6.12', 'pyPreservica asks servers from 6.12 only'),
    **{
        f'SettingsAPI.metadata_enrichment_{name}': ((7, 7), '404', f'refused by the server: {_RULES_SINCE}')
        for name in ('add_profile', 'add_rule', 'delete_profile', 'delete_rule', 'profile', 'profiles', 'rules')
    },
}

#: What a method that agrees still does not do.
NOTES: Dict[str, str] = {
    'AuthorityAPI.table': 'a table that has a description gets it in place of its fields',
    'EntityAPI.delete_asset': 'a deletion that has failed is waited for without end',
    'EntityAPI.delete_folder': 'a deletion that has failed is waited for without end',
    'EntityAPI.bitstream_content': 'a range is never sent: the headers it is put into are not the ones of the request',
    'EntityAPI.entity_events': 'the type of an event is looked for where it never is, and left out',
    'UploadAPI.upload_zip_package_to_S3': 'the endpoint the server names is not used; boto3 is told of it in AWS_ENDPOINT_URL_S3',
}
