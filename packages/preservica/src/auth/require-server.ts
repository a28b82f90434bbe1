import type {RequestOptions} from '@fonds/core';
import type {Session} from './session.ts';

/**
 * Stops before a request that the server is too old for: `await requireServer(session, '6.2', 'Deleting', options)`.
 *
 * @throws ConfigurationError with code `version` that names the version it takes.
 */
export async function requireServer(session: Session, needed: string, feature: string, {signal}: RequestOptions = {}): Promise<void> {
	const [{requireVersion}, version] = await Promise.all([import('./version.ts'), session.version({signal})]);
	requireVersion(version, needed, feature);
}
