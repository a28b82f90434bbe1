import {ConfigurationError, isSdkError, path} from '@fonds/core';
import type {HttpClient, RequestOptions} from '@fonds/core';

/** How long a server that knows idempotency keys remembers one, unless it is set otherwise: 90 days in milliseconds. */
export const keyLifetime = 7_776_000_000;

/**
 * Whether a release of the dashboard recognises a start by its `Idempotency-Key`: 1.19 and later do (artefactual/archivematica pull request
 * 2352), earlier ones ignore the header. One that does not say its release, or is a preview of 1.19.0, is not trusted to.
 */
export function honoursKeys(version: string | undefined): boolean {
	const groups = /^v?(?<major>\d+)\.(?<minor>\d+)(?:\.(?<patch>\d+))?(?<rest>.*)$/.exec(version ?? '')?.groups;
	if (groups === undefined) {
		return false;
	}
	const [major, minor, patch] = [Number(groups['major']), Number(groups['minor']), Number(groups['patch'] ?? 0)];
	const isPreview = minor === 19 && patch === 0 && groups['rest'] !== '';
	return major > 1 || (major === 1 && minor >= 19 && !isPreview);
}

const known = new WeakMap<HttpClient, boolean>();

/**
 * Asks the dashboard for its release, by a GET that changes nothing, and remembers the answer.
 *
 * @throws AuthenticationError when the key is refused. What else goes wrong only means that it is not known to honour keys.
 */
export async function serverHonoursKeys(http: HttpClient, options: RequestOptions): Promise<boolean> {
	const remembered = known.get(http);
	if (remembered !== undefined) {
		return remembered;
	}
	try {
		const response = await http.send('GET', path`api/ingest/waiting`, options);
		await response.body?.cancel();
		const version = response.headers.get('x-archivematica-version') ?? undefined;
		if (version !== undefined) {
			known.set(http, honoursKeys(version));
		}
		return honoursKeys(version);
	} catch (error) {
		if (!isSdkError(error) || isSdkError(error, 'authentication')) {
			throw error;
		}
		return false;
	}
}

/** The key, if it can be sent. @throws ConfigurationError for one that no header can carry. */
export function checkKey(key: string): string {
	if (!/^[!-~]{1,255}$/.test(key)) {
		throw new ConfigurationError('An idempotency key is 1 to 255 visible ASCII characters. Leave it out to have one made.');
	}
	return key;
}
