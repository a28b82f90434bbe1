import {
	createCredentialCache,
	createHttpClient,
	type Authenticator,
	type Credential,
	type CredentialCache,
	type HttpClient,
	type HttpClientOptions,
	type RequestOptions,
	type TokenStore,
} from '@fonds/core';
import {checkCredentials, secretOf, type Credentials} from './credentials.ts';
import {describeError} from './describe-error.ts';
import {once} from './once.ts';
import {serverAddress} from './server-address.ts';
import type {Namespaces, Version} from './version.ts';

/** What a session is made of. */
export interface SessionOptions extends Pick<
	HttpClientOptions,
	'fetch' | 'retry' | 'timeout' | 'totalTimeout' | 'headers' | 'foreignLinks' | 'onEvent'
> {
	/** `eu.preservica.com`, `https://…`, or a rooted path such as `/preservica` where a proxy on the page's own origin serves it. */
	readonly server: string | URL;
	readonly credentials: Credentials;
	/** Found out at sign-in unless given; sent with the sign-in when given. */
	readonly tenant?: string | undefined;
	/** Where tokens are kept between sessions, one for each server, tenant and user. @default nowhere */
	readonly tokenStore?: TokenStore | undefined;
	/** Epoch milliseconds. @default Date.now */
	readonly now?: (() => number) | undefined;
}

/** Milliseconds before its end a token is renewed; public clients use 3 to 10 minutes of the 15 (reference 1.5). */
const renewAhead = 180_000;

const tokenHeader = 'Preservica-Access-Token';

/** A connection to one server as one user, shared by everything that talks to it. Making one sends nothing. */
export class Session {
	/** Sends requests with an access token, renewing it ahead of its end and after a refusal. */
	readonly http: HttpClient;
	readonly #options: SessionOptions;
	readonly #client: HttpClientOptions;
	readonly #tokens: CredentialCache;
	readonly #now: () => number;
	readonly #codes = {usedUntil: 0};
	#tenant: string | undefined;
	readonly #version: (signal?: AbortSignal) => Promise<Version>;

	/** @throws ConfigurationError when the address or the credentials cannot work. */
	constructor(options: SessionOptions) {
		checkCredentials(options.credentials);
		const {server, credentials, tokenStore, tenant, now = Date.now, ...transport} = options;
		const baseUrl = serverAddress(server);
		const renewable = !('token' in credentials) || typeof credentials.token === 'function';
		this.#options = options;
		this.#tenant = tenant;
		this.#now = now;
		this.#tokens = createCredentialCache({
			acquire: ({signal}) => this.#acquire(signal),
			now,
			renewAhead,
			...('username' in credentials &&
				tokenStore && {store: tokenStore, key: JSON.stringify([baseUrl.href, tenant ?? null, credentials.username])}),
		});
		this.#client = {
			...transport,
			baseUrl,
			authenticator: this.#authenticator(renewable),
			describeError: answer => describeError(answer, renewable),
		};
		this.http = createHttpClient(this.#client);
		this.#version = once(async () => {
			const {readVersion} = await import('./server-details.ts');
			return readVersion(this.http);
		});
	}

	/** Another client of the same server with the same sign-in: uploads speak to the server through one that also signs for S3. */
	connect(change: (options: HttpClientOptions) => Partial<HttpClientOptions>): HttpClient {
		return createHttpClient({...this.#client, ...change(this.#client)});
	}

	/** The present access token, a new one when it is about to end. */
	token({signal}: RequestOptions = {}): Promise<Credential> {
		return this.#tokens.get({signal});
	}

	/** The server's version (ENT-01), asked once. */
	version({signal}: RequestOptions = {}): Promise<Version> {
		return this.#version(signal);
	}

	/** The namespaces this server reads, by its version. */
	async namespaces(options?: RequestOptions): Promise<Namespaces> {
		const version = await this.version(options);
		const {namespacesOf} = await import('./version.ts');
		return namespacesOf(version);
	}

	/**
	 * The tenant: as given, else as the sign-in tells it, else as the user's details do.
	 *
	 * @throws ConfigurationError when the server does not tell it.
	 */
	async tenant(options?: RequestOptions): Promise<string> {
		if (this.#tenant === undefined && 'password' in this.#options.credentials) {
			const {value} = await this.#tokens.get(options);
			if (this.#tenant === undefined) {
				// The token came from a store, without the tenant: only a sign-in tells.
				this.#tokens.invalidate(value);
				await this.#tokens.get(options);
			}
		}
		if (this.#tenant === undefined) {
			const {tenantOf} = await import('./server-details.ts');
			this.#tenant = await tenantOf(this.http, options);
		}
		return this.#tenant;
	}

	#authenticator(renewable: boolean): Authenticator {
		return {
			headers: async ({signal}) => ({[tokenHeader]: (await this.#tokens.get({signal})).value.reveal()}),
			refused: async headers => {
				const token = headers[tokenHeader];
				if (!renewable || token === undefined) {
					return false;
				}
				this.#tokens.invalidate(secretOf(token));
				return true;
			},
		};
	}

	async #acquire(signal: AbortSignal): Promise<Credential> {
		const {credentials} = this.#options;
		if ('token' in credentials) {
			const token = typeof credentials.token === 'function' ? await credentials.token({signal}) : credentials.token;
			return typeof token === 'object' && 'value' in token ? token : {value: secretOf(token), expiresAt: undefined};
		}

		const {signIn} = await import('./sign-in.ts');
		const {credential, tenant} = await signIn(credentials, {
			connect: change => this.connect(change),
			tenant: this.#tenant,
			signal,
			now: this.#now,
			codes: this.#codes,
		});
		this.#tenant ??= tenant;
		return credential;
	}
}
