/** One account of the sandbox. */
export interface SandboxUser {
	readonly username: string;
	readonly password: string;
}

/** Ready-made accounts for both systems. They are sample data, the same in every sandbox, and protect nothing. */
export interface SandboxCredentials {
	readonly preservica: {
		readonly tenant: string;
		readonly users: {
			/** May read and change everything. */
			readonly archivist: SandboxUser;
			/** The archivist's rights, with a second factor. The secret is Base32, for RFC 6238 codes. */
			readonly twoFactor: SandboxUser & {readonly twoFactorSecret: string};
			/** May read what is tagged `open`, and change nothing. */
			readonly reader: SandboxUser;
			/** A manager: may read everything, change nothing, and approve the deletions others ask for. */
			readonly approver: SandboxUser;
			/** What users who are added later sign in with at first, as nobody is sent an e-mail. */
			readonly firstPassword: string;
			/** The tenant's shared secret, for signing in any of the users from outside. */
			readonly sharedSecret: string;
		};
	};
	readonly archivematica: {
		readonly dashboard: SandboxApiKey;
		/** The Storage Service's manager: may do everything. */
		readonly storage: SandboxStorageUser;
		/** More accounts of the Storage Service, one of each of the other roles. */
		readonly storageUsers: {
			/** May do everything. */
			readonly administrator: SandboxStorageUser;
			/** May read, and decide on requests to delete. */
			readonly reviewer: SandboxStorageUser;
			/** May read. Like everybody, also what no permission guards: ask for a deletion, move files into a location. */
			readonly reader: SandboxStorageUser;
		};
		/** A folder of the transfer source that is good for a first transfer. */
		readonly source: {readonly location: string; readonly path: string};
	};
}

/** An Archivematica account with its API key. */
export interface SandboxApiKey {
	readonly username: string;
	readonly apiKey: string;
}

/** An account of the Storage Service, which takes its password as well. */
export interface SandboxStorageUser extends SandboxUser, SandboxApiKey {
	readonly role: 'administrator' | 'manager' | 'reviewer' | 'reader';
}

/** The accounts every sandbox has. */
export const sandboxCredentials: SandboxCredentials = {
	preservica: {
		tenant: 'FONDS',
		users: {
			archivist: {username: 'archivist@fonds.example', password: 'every-box-has-a-label'},
			twoFactor: {
				username: 'keeper@fonds.example',
				password: 'two-keys-for-the-strongroom',
				twoFactorSecret: 'KNQW4ZDCN54FI53PIZQWG5DPOI2TQMZW',
			},
			reader: {username: 'reader@fonds.example', password: 'pencils-only-please'},
			approver: {username: 'approver@fonds.example', password: 'a-second-pair-of-eyes'},
			firstPassword: 'change-me-at-the-door',
			sharedSecret: 'the-catalogue-vouches-for-you',
		},
	},
	archivematica: {
		dashboard: {username: 'fonds', apiKey: '7d1fb1f2a4c95e0863b0c2d9e8a7465f31c0de42'},
		storage: {
			username: 'fonds',
			password: 'shelf-marks-in-pencil',
			apiKey: '2c5e90d7b83f4a61f7e2d5c4b3a190876fe5dc34',
			role: 'manager',
		},
		storageUsers: {
			administrator: {
				username: 'administrator',
				password: 'the-master-key-is-in-the-safe',
				apiKey: '51b8c0f7d2e94a6638fd17a09c4be52d7f60a3e1',
				role: 'administrator',
			},
			reviewer: {
				username: 'reviewer',
				password: 'read-it-twice-then-sign',
				apiKey: 'e07d4c9b1f36a85240cd93e7b61fa8d259c04e7b',
				role: 'reviewer',
			},
			reader: {
				username: 'reader',
				password: 'no-ink-near-the-boxes',
				apiKey: '9be40f7a6d25c8131d70a2f4e6b95c03d8a17e42',
				role: 'reader',
			},
		},
		source: {location: 'd3f8b2c4-1a5e-4f67-9c0d-8e7b6a5f4c31', path: 'archivematica/samples/pictures'},
	},
};
