/** What an element says about a failure. */
export type ProblemKind = 'forbidden' | 'not-found' | 'fixity' | 'failed' | 'unsupported' | 'large' | 'locked';

/**
 * Sorts an error by its `name` and `status`, so that errors of any copy of `@fonds/core`, and of a source that does not use it, are told apart.
 */
export function problemOf(error: unknown): 'forbidden' | 'not-found' | 'fixity' | 'failed' {
	if (typeof error !== 'object' || error === null) return 'failed';
	const {name, status} = error as {readonly name?: unknown; readonly status?: unknown};
	if (name === 'FixityError') return 'fixity';
	if (name === 'NotFoundError' || status === 404 || status === 410) return 'not-found';
	if (name === 'PermissionError' || name === 'AuthenticationError' || status === 401 || status === 403) return 'forbidden';
	return 'failed';
}
