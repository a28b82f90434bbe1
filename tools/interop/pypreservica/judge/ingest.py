"""Content for drivers to work with, packaged and uploaded by pyPreservica itself."""

from __future__ import annotations

from typing import Any, Sequence

from pyPreservica import Asset, Folder, UploadAPI, complex_asset_package

from bench import Bench


def ingest(bench: Bench, folder: Folder, title: str, preservation: Sequence[str], access: Sequence[str] = (), **kwargs: Any) -> Asset:
    """Ingests files as one asset and gives the asset."""
    package = complex_asset_package(
        preservation_files_list=list(preservation),
        access_files_list=list(access),
        export_folder=str(bench.folder),
        parent_folder=folder,
        Title=title,
        **kwargs,
    )
    token = bench.client(UploadAPI).upload_zip_package(package, folder, delete_after_upload=True)
    if not bench.completed(token):
        raise RuntimeError(f'The sandbox refused {title}.')
    found = next(each for each in bench.entities.descendants(folder) if each.title == title)
    return bench.entities.asset(found.reference)
