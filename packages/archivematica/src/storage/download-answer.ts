import {FixityError, HttpError} from '@fonds/core';

/** An answer that has content. */
export interface DownloadAnswer {
	readonly body: ReadableStream<Uint8Array>;
	/** Which byte of the whole comes first. */
	readonly start: number;
	/** Bytes of the whole, where the server tells. */
	readonly total: number | undefined;
	/** A strong entity tag, or else the date of the last change: what a later range is bound to. */
	readonly validator: string | undefined;
	/** Whether the server sends parts. */
	readonly hasRanges: boolean;
}

/**
 * Checks that an answer is the content, or the part of it that was asked for.
 *
 * @throws HttpError with code `not-local` while the content is on tape, `no-content` for something else, `bad-range` for another part;
 *   FixityError when a part is of another version than what came before.
 */
export function readAnswer(response: Response, name: string, from: number, before: DownloadAnswer | undefined): DownloadAnswer {
	const {status, headers} = response;
	checkContent(response, name, from > 0);
	const validator = validatorOf(headers);
	const body = response.body ?? new Blob([]).stream();
	if (status === 200) {
		return {body, start: 0, total: announcedSize(headers), validator, hasRanges: headers.get('accept-ranges') === 'bytes'};
	}
	const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '');
	const [start, end, total] = (range ?? []).slice(1).map(Number);
	if (start !== from || total === undefined || end !== total - 1 || !isIdentity(headers)) {
		throw new HttpError(
			`${name}: the Storage Service was asked for the bytes from ${from} on and answered with '${headers.get('content-range') ?? 'no range'}'. A proxy may be in between.`,
			{status, method: 'GET', code: 'bad-range'},
		);
	}
	if (before?.validator !== undefined && validator !== undefined && validator !== before.validator) {
		throw new FixityError(`${name} was changed on the server while it was downloaded. Start again.`, {
			algorithm: 'version',
			expected: before.validator,
			actual: validator,
			path: name,
		});
	}
	return {body, start, total, validator: validator ?? before?.validator, hasRanges: true};
}

/** A 202 is no content, and neither is a page in place of an attachment (SS-27, reference 1.9). */
function checkContent({status, headers}: Response, name: string, mayBePart: boolean): void {
	if (status === 202) {
		throw new HttpError(`${name} is not on disk: the storage administrator was asked to fetch it. Try again when it is.`, {
			status,
			method: 'GET',
			code: 'not-local',
		});
	}
	const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
	const isContent = status === 200 || (status === 206 && mayBePart);
	if (!isContent || (isPage && !headers.has('content-disposition'))) {
		throw new HttpError(
			`${name}: the Storage Service answered ${status} with ${isPage ? 'a web page' : 'something else than the content'}. A proxy may be in between.`,
			{status, method: 'GET', code: 'no-content'},
		);
	}
}

/** The length of what arrives, unless a proxy encoded it. */
function announcedSize(headers: Headers): number | undefined {
	const length = headers.get('content-length');
	return isIdentity(headers) && length !== null && /^\d+$/.test(length) ? Number(length) : undefined;
}

function isIdentity(headers: Headers): boolean {
	return (headers.get('content-encoding') ?? 'identity') === 'identity';
}

/** A weak entity tag says nothing about bytes (RFC 9110, 13.1.5). */
function validatorOf(headers: Headers): string | undefined {
	const tag = headers.get('etag') ?? '';
	return tag.startsWith('"') ? tag : (headers.get('last-modified') ?? undefined);
}
