import {
	createCredentialCache,
	type Credential,
	type CredentialCache,
	type HttpClient,
	type HttpClientOptions,
	type RequestOptions,
	type TokenStore,
} from '@fonds/core';
import {secretOf, type Credentials} from './credentials.ts';
import {once} from './once.ts';
import {readVersion, tenantOf} from './server-details.ts';
import {namespacesOf, type Namespaces, type Version} from './version.ts';

/** What a session knows from the start. */
export interface AccessContext {
	readonly http: HttpClient;
	readonly credentials: Credentials;
	readonly tenant?: string | undefined;
	readonly tokenStore?: TokenStore | undefined;
	/** Epoch milliseconds. @default Date.now */
	readonly now?: (() => number) | undefined;
	/** Makes another client of the same server. */
	connect(this: void, change: (options: HttpClientOptions) => Partial<HttpClientOptions>): HttpClient;
}

/** What a session finds out when it is used. */
export interface Access {
	readonly tokens: CredentialCache;
	version(signal?: AbortSignal): Promise<Version>;
	namespaces(options?: RequestOptions): Promise<Namespaces>;
	/** @throws ConfigurationError when the server does not tell it. */
	tenant(options?: RequestOptions): Promise<string>;
}

/** Milliseconds before its end a token is renewed; public clients use 3 to 10 minutes of the 15 (reference 1.5). */
const renewAhead = 180_000;

/** Makes what a session needs beyond a ready token: renewal, version, tenant. */
export function createAccess({http, credentials, tokenStore, now = Date.now, connect, ...context}: AccessContext): Access {
	const codes = {usedUntil: 0};
	let {tenant} = context;

	const acquire = async (signal: AbortSignal): Promise<Credential> => {
		if ('token' in credentials) {
			const token = typeof credentials.token === 'function' ? await credentials.token({signal}) : credentials.token;
			return typeof token === 'object' && 'value' in token ? token : {value: secretOf(token), expiresAt: undefined};
		}

		const {signIn} = await import('./sign-in.ts');
		const signedIn = await signIn(credentials, {connect, tenant, signal, now, codes});
		tenant ??= signedIn.tenant;
		return signedIn.credential;
	};

	const tokens = createCredentialCache({
		acquire: ({signal}) => acquire(signal),
		now,
		renewAhead,
		...('username' in credentials &&
			tokenStore && {store: tokenStore, key: JSON.stringify([http.baseUrl.href, tenant ?? null, credentials.username])}),
	});
	const version = once(() => readVersion(http));

	return {
		tokens,
		version,
		async namespaces({signal} = {}) {
			return namespacesOf(await version(signal));
		},
		async tenant(options) {
			if (tenant === undefined && 'password' in credentials) {
				const {value} = await tokens.get(options);
				if (tenant === undefined) {
					// The token came from a store, without the tenant: only a sign-in tells.
					tokens.invalidate(value);
					await tokens.get(options);
				}
			}
			tenant ??= await tenantOf(http, options);
			return tenant;
		},
	};
}
