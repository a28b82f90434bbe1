import {AuthenticationError, type ErrorAnswer, type HttpMethod, type SdkError} from '@fonds/core';
import {wireNames} from '../entities/entity.ts';

const kinds = Object.values(wireNames);

const verbs: Readonly<Record<HttpMethod, string>> = {
	GET: 'read',
	HEAD: 'read',
	POST: 'add to',
	PUT: 'change',
	PATCH: 'change',
	DELETE: 'delete',
};

/**
 * Says in the archivist's words what a server refused. Error bodies have no published form (reference 1.8), so only status and address count.
 *
 * @param renewable - Could the session get another token after a refused one?
 */
export function describeError(answer: ErrorAnswer, renewable: boolean): SdkError | string | undefined {
	const {status, method, url} = answer;
	const address = new URL(url);
	if (status === 401) {
		return new AuthenticationError(
			renewable
				? `${address.host} refused the access token, also a new one.`
				: `${address.host} refused the access token: it has ended (tokens last 15 minutes) or was revoked. Give another one, or credentials that can get one.`,
			{status, method, url},
		);
	}

	const subject = subjectOf(address);
	if (subject === undefined || (status !== 403 && status !== 404)) {
		return undefined;
	}
	const {what, part} = subject;
	if (status === 403) {
		return `This account has no right to ${verbs[method]} the ${part === undefined ? '' : `${part} of the `}${what}.`;
	}
	return `There is no ${what}${part === undefined ? '' : `, or it has no ${part}`}, or this account has no right to see it.`;
}

/** What a request is about, and which part of it. */
function subjectOf({pathname, searchParams}: URL): {readonly what: string; readonly part?: string} | undefined {
	const [, place = '', ref = '', rest = ''] = /\/([a-z]+-objects)\/([^/]+)(\/.*)?$/.exec(pathname) ?? [];
	const kind = kinds.find(({path}) => path === place);
	if (kind !== undefined) {
		const what = `${kind.words} with the reference ${decodeURIComponent(ref)}`;
		return rest === '' ? {what} : {what, part: partOf(rest)};
	}
	if (pathname.endsWith('/api/content/thumbnail')) {
		return {what: `thumbnail of ${searchParams.get('id') ?? 'this entity'}`};
	}
	return pathname.includes('/api/entity/progress/') ? {what: 'work under this progress token'} : undefined;
}

/** `/generations/1/bitstreams/2/content` is what an archivist calls generation 1, bitstream 2. */
function partOf(rest: string): string {
	const words = rest.split('/').filter(word => word !== '' && word !== 'content');
	const text = words.map(word => decodeURIComponent(word).replaceAll('-', ' ')).join(' ');
	return text.replaceAll(/\b(generation|bitstream)s (\d+)/g, '$1 $2').replace(/(generation \d+) /, '$1, ');
}
