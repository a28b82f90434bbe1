/** A user of the tenancy. */
export interface User {
	/** The name it signs in with: as a rule the e-mail address. */
	readonly userName: string;
	readonly fullName: string | undefined;
	readonly email: string | undefined;
	readonly tenant: string | undefined;
	/** May it sign in? `undefined` when the server does not tell. */
	readonly enabled: boolean | undefined;
	/** Without the prefix `ROLE_`, such as `SDB_INGEST_USER`. */
	readonly roles: readonly string[];
}

/** A user to be added. */
export interface NewUser {
	/** The e-mail address; the user name, too. */
	readonly email: string;
	readonly fullName: string;
	/** With or without the prefix `ROLE_`. */
	readonly roles: readonly string[];
	/** Does the user sign in with the organisation's own identity provider? @default false */
	readonly externallyAuthenticated?: boolean | undefined;
	/** The user's name there, for externally authenticated users only. @default the e-mail address */
	readonly userName?: string | undefined;
}
