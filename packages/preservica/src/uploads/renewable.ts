import {AuthenticationError, isSdkError, orAbort} from '@fonds/core';

/** Code of the error for credentials that a storage service no longer takes, so that it did nothing. */
const ended = 'credentials-ended';

/** The error for credentials that a storage service no longer takes: what it refused may be asked again with others. */
export function credentialsEnded(host: string, status: number): AuthenticationError {
	return new AuthenticationError(
		`${host} does not take the temporary credentials of this location, not even new ones. Check that the clock of this computer is right and that the location is in order in Preservica.`,
		{status, code: ended},
	);
}

/** Something that works with credentials which end. */
export interface Renewable<Client> {
	/** Does something with the present client; when its credentials have ended, once more with a client of new ones. */
	use<T>(call: (client: Client) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * Keeps a client until its credentials are refused. All who are refused at the same time share the new one.
 *
 * @param connect - Asks for credentials and makes a client of them. The client is for everybody, so no single caller's abort ends it.
 */
export function createRenewable<Client>(connect: () => Promise<Client>): Renewable<Client> {
	let present: Promise<Client> | undefined;

	const start = (): Promise<Client> => {
		const next = connect();
		next.catch(() => {
			present = present === next ? undefined : present; // The next caller tries again.
		});
		return next;
	};

	return {
		async use(call, signal) {
			const used = (present ??= start());
			const client = await orAbort(used, signal);
			try {
				return await call(client);
			} catch (error) {
				if (!isSdkError(error, ended)) {
					throw error;
				}
			}
			if (present === used) {
				present = start();
			}
			return call(await orAbort((present ??= start()), signal));
		},
	};
}
