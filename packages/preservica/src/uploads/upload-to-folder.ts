import {ConfigurationError, path} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import type {FolderUploadOptions} from './uploads.ts';

/** Sends a package to a folder in one request (UPL-10). */
export async function uploadToFolder(session: Session, content: Blob, options: FolderUploadOptions): Promise<string> {
	const {folder, filename, ...request} = options;
	if (content.size === 0 || filename === '') {
		throw new ConfigurationError('A package with content and a file name is needed.');
	}
	const response = await orSayUncertain('The package may have arrived all the same: look for its ingest before sending it again.', () =>
		session.http.send('POST', path`api/entity/structural-objects/${folder}/upload-package`, {
			...request,
			query: {filename},
			headers: {'content-type': 'application/octet-stream'},
			body: content,
		}),
	);
	return response.text();
}
