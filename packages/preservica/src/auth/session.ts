import {
	createHttpClient,
	type Credential,
	type HttpClient,
	type HttpClientOptions,
	type RequestOptions,
	type TokenStore,
} from '@fonds/core';
import type {Access} from './access.ts';
import {checkCredentials, secretOf, type Credentials} from './credentials.ts';
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

const tokenHeader = 'Preservica-Access-Token';

/** A connection to one server as one user, shared by everything that talks to it. Making one sends nothing. */
export class Session {
	/** Sends requests with an access token, renewing it ahead of its end and after a refusal. */
	readonly http: HttpClient;
	readonly #context: Pick<SessionOptions, 'credentials' | 'tenant' | 'tokenStore' | 'now'>;
	readonly #client: HttpClientOptions;
	/** A token that is used as it is. */
	readonly #ready: Credential | undefined;
	#access: Promise<Access> | undefined;

	/** @throws ConfigurationError when the address or the credentials cannot work. */
	constructor(options: SessionOptions) {
		checkCredentials(options.credentials);
		const {server, credentials, tokenStore, tenant, now, ...transport} = options;
		const token = 'token' in credentials && typeof credentials.token !== 'function' ? credentials.token : undefined;
		const renewable = token === undefined;
		this.#context = {credentials, tenant, tokenStore, now};
		this.#ready = renewable ? undefined : {value: secretOf(token), expiresAt: undefined};
		this.#client = {
			...transport,
			baseUrl: serverAddress(server),
			authenticator: {
				headers: async ({signal}) => ({[tokenHeader]: (await this.token({signal})).value.reveal()}),
				refused: async headers => {
					const refused = headers[tokenHeader];
					if (!renewable || refused === undefined) {
						return false;
					}
					(await this.#load()).tokens.invalidate(secretOf(refused));
					return true;
				},
			},
			describeError: async answer => (await import('./describe-error.ts')).describeError(answer, renewable),
		};
		this.http = createHttpClient(this.#client);
	}

	/** The name the user signs in with. Undefined when the session is given tokens: then only the server knows. */
	get username(): string | undefined {
		const {credentials} = this.#context;
		return 'username' in credentials ? credentials.username : undefined;
	}

	/** Another client of the same server with the same sign-in: uploads speak to the server through one that also signs for S3. */
	connect(change: (options: HttpClientOptions) => Partial<HttpClientOptions>): HttpClient {
		return createHttpClient({...this.#client, ...change(this.#client)});
	}

	/**
	 * The present access token, a new one when it is about to end.
	 *
	 * @throws AuthenticationError when the server refuses the sign-in; ConfigurationError for a shared secret without a tenant.
	 */
	async token({signal}: RequestOptions = {}): Promise<Credential> {
		signal?.throwIfAborted();
		return this.#ready ?? (await this.#load()).tokens.get({signal});
	}

	/**
	 * The server's version (ENT-01), asked once.
	 *
	 * @throws DecodeError when the answer names no version: another server may have answered.
	 */
	async version({signal}: RequestOptions = {}): Promise<Version> {
		return (await this.#load()).version(signal);
	}

	/**
	 * The namespaces this server reads, by its version (ENT-01).
	 *
	 * @throws what `version` throws.
	 */
	async namespaces(options?: RequestOptions): Promise<Namespaces> {
		return (await this.#load()).namespaces(options);
	}

	/**
	 * The tenant: as given, else as the sign-in tells it, else as the user's details do (USR-01).
	 *
	 * @throws ConfigurationError when the server does not tell it.
	 */
	async tenant(options?: RequestOptions): Promise<string> {
		return (await this.#load()).tenant(options);
	}

	/** A page with a ready token has no use for renewal, version and tenant: they come with the first question. */
	#load(): Promise<Access> {
		const load = async (): Promise<Access> => {
			try {
				const {createAccess} = await import('./access.ts');
				return createAccess({...this.#context, http: this.http, connect: change => this.connect(change)});
			} catch (error) {
				this.#access = undefined; // The next question tries again.
				throw error;
			}
		};
		return (this.#access ??= load());
	}
}
