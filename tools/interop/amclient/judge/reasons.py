"""What is not driven of amclient, what is wrong with it, and what it needs."""

from __future__ import annotations

from typing import Dict, Tuple

from checks import Reasons

_STREAM = 'it writes bytes to a stream of text; where standard output takes bytes, what it writes is the file'
_FIRST = 'the first twenty only'
_SEVEN = 'does not know .tar.gz and .tar.bz2, though they are as compressed as .7z'
_TYPES = 'the METADATA_ONLY its documentation names is none of the types the server knows: only the METS is sent'
_ALIKE = 'a request that was there before looks like a new one'
_QUIET = 'prints nothing when there is none'

NOT_DRIVEN: Dict[str, str] = {}

BROKEN: Dict[str, str] = {
    'AMClient.extract_file_stream': _STREAM,
    'Command line.extract-file-stream': 'as the method',
}

NEEDS: Dict[str, Tuple[Tuple[int, int], str, str]] = {}

NOTES: Dict[str, str] = {
    'AMClient.aip2dips': 'reads all DIPs and goes by the ends of their paths, not by the relation',
    'AMClient.copy_metadata_files': 'what the server said is told only with enhanced_errors',
    'AMClient.create_location': 'takes a purpose in small letters and sends it so: no purpose the server knows',
    'AMClient.create_package': 'what the server said is told only with enhanced_errors',
    'AMClient.delete_package': _ALIKE,
    'AMClient.download_package': 'gives None when there is no such package',
    'AMClient.extract_aip_mets_file': 'fails with IndexError when there is no such AIP',
    'AMClient.extract_file': 'gives None when there is no such file',
    'AMClient.find_compressed': _SEVEN,
    'AMClient.get_all_compressed_aips': _SEVEN,
    'AMClient.get_next_package_page': 'only goes on where user and key were in the address',
    'AMClient.get_pipelines': _FIRST,
    'AMClient.get_transfer_status': 'the number 1 also where the server says “not started yet”',
    'AMClient.get_unit_status': 'raises what the other methods give as a number',
    'AMClient.list_storage_locations': _FIRST,
    'AMClient.reingest_aip': _TYPES,
    'AMClient.transferables': 'fails with TypeError, in its decoding of names, when the server refuses',
    'AMClient.validate_csv': 'what is wrong with the file is told only with enhanced_errors',
    'Command line.aip2dips': _QUIET,
    'Command line.close-completed-ingests': _QUIET,
    'Command line.close-completed-transfers': _QUIET,
    'Command line.extract-file': 'prints the headers of the answer, always as Python',
}

REASONS = Reasons(NOT_DRIVEN, BROKEN, NEEDS, NOTES)
