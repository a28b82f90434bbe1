import {ConfigurationError, DecodeError, path} from '@fonds/core';
import type {HttpClient, Path, RequestOptions} from '@fonds/core';
import {sendable} from './file-content.ts';
import type {FileContent} from './file-content.ts';
import {checkFilePath, contentDisposition, isAscii} from './file-name.ts';
import {parsePythonList} from './python-list.ts';

/** Milliseconds a file may take on its way. */
const sending = 86_400_000;

/** SW-04 GET. */
export async function listFiles(http: HttpClient, uuid: string, options: RequestOptions): Promise<readonly string[]> {
	const response = await http.send('GET', mediaPath(uuid), options);
	return parsePythonList(await response.text());
}

/** SW-04 POST and PUT of bytes. `Content-MD5` is never sent: the server breaks at it. */
export async function sendFile(
	http: HttpClient,
	method: 'POST' | 'PUT',
	uuid: string,
	name: string,
	content: FileContent,
	options: RequestOptions,
): Promise<void> {
	const disposition = contentDisposition(name);
	const {body, headers, ...sent} = await sendable(content);
	try {
		await http.send(method, mediaPath(uuid), {
			...options,
			timeout: options.timeout ?? sending,
			headers: {'content-type': 'application/octet-stream', 'content-disposition': disposition, ...headers},
			body,
			retry: false,
		});
	} catch (error) {
		throw sent.failure()?.reason ?? error;
	}
	if (!isAscii(name) && !(await listFiles(http, uuid, options)).includes(name)) {
		throw new DecodeError(
			`The file ${JSON.stringify(name)} was sent, and the deposit ${uuid} has none of that name: something on the way changed the letters. ` +
				'Look at its files, delete the wrong one, and use a name in ASCII.',
			{code: 'file-name-changed'},
		);
	}
}

/** SW-04 DELETE of one file. Without a name the server would delete them all. */
export async function deleteFile(http: HttpClient, uuid: string, name: string, options: RequestOptions): Promise<void> {
	if (typeof name !== 'string') {
		throw new ConfigurationError('A file is deleted by its name.', {code: 'file-name'});
	}
	checkFilePath(name);
	await http.send('DELETE', mediaPath(uuid), {...options, query: {filename: name}, retry: false});
}

/** SW-04 DELETE of all files. */
export async function deleteFiles(http: HttpClient, uuid: string, options: RequestOptions): Promise<void> {
	await http.send('DELETE', mediaPath(uuid), {...options, retry: false});
}

/** The media address of a deposit. */
export function mediaPath(uuid: string): Path {
	return path`api/v2/file/${uuid}/sword/media/`;
}
