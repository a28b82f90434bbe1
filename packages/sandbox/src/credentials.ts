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
		readonly storage: SandboxApiKey;
		/** A folder of the transfer source that is good for a first transfer. */
		readonly source: {readonly location: string; readonly path: string};
	};
}

/** An Archivematica account with its API key. */
export interface SandboxApiKey {
	readonly username: string;
	readonly apiKey: string;
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
		storage: {username: 'fonds', apiKey: '2c5e90d7b83f4a61f7e2d5c4b3a190876fe5dc34'},
		source: {location: 'd3f8b2c4-1a5e-4f67-9c0d-8e7b6a5f4c31', path: 'archivematica/samples/pictures'},
	},
};
