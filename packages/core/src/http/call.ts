import {limitTime} from '../async/limit-time.ts';
import {orAbort} from '../async/or-abort.ts';
import {ConfigurationError} from '../errors/configuration-error.ts';
import {TimeoutError} from '../errors/timeout-error.ts';
import {sendOnce} from './attempt.ts';
import {guardResponse, readStart} from './body.ts';
import {errorOfAnswer} from './error-answer.ts';
import {joinHeaders} from './headers.ts';
import type {HttpClientOptions, HttpEvent, HttpMethod, SendOptions} from './options.ts';
import {createRedactor, isSecretName, redactUrl, type Redactor, secretsOfHeaders} from './redact.ts';
import {followRedirect, isRedirect} from './redirect.ts';
import {isRepeatable, isStream, type RetryPolicy} from './retry.ts';

type Credentials = Readonly<Record<string, string>>;

/** One call: as many attempts as it takes. */
export class Call {
	readonly #client: HttpClientOptions;
	readonly #policy: RetryPolicy;
	readonly #method: HttpMethod;
	readonly #options: SendOptions;
	readonly #timeout: number;
	readonly #began = performance.now();
	#url: URL;
	#attempt = 0;
	#redirects = 0;
	#retries = 0;
	#renewed = false;

	constructor(client: HttpClientOptions, policy: RetryPolicy, method: HttpMethod, url: URL, options: SendOptions) {
		this.#client = client;
		this.#policy = policy;
		this.#method = method;
		this.#url = url;
		this.#options = options;
		this.#timeout = milliseconds(options.timeout ?? client.timeout ?? 60_000, 'timeout');
	}

	async run(): Promise<Response> {
		const total = this.#options.totalTimeout ?? this.#client.totalTimeout;
		const limit = limitTime(
			this.#options.signal,
			total === undefined ? undefined : milliseconds(total, 'totalTimeout'),
			() => new TimeoutError(`${this.#what} was not done within ${total} ms and ${this.#attempt} attempts.`),
		);
		try {
			let response: Response | undefined;
			while (!response) {
				limit.signal?.throwIfAborted();
				response = await orAbort(this.#try(limit.signal), limit.signal); // Also when a `fetch` or an authenticator does not listen.
			}

			return response;
		} catch (error) {
			this.#tell('failure', {error});
			throw error;
		} finally {
			limit.clear();
		}
	}

	/** One attempt and what follows from it; `undefined` when there shall be another. */
	async #try(signal: AbortSignal | undefined): Promise<Response | undefined> {
		const credentials = await this.#credentials(signal);
		const redact = createRedactor([...secretsOfHeaders(credentials), ...this.#ownSecrets()]);
		this.#attempt++;
		this.#tell('request');
		let headers: Headers | undefined;
		try {
			const response = await this.#send(credentials, redact, signal);
			({headers} = response);
			this.#tell('response', {status: response.status});
			return response.ok ? response : await this.#unsuccessful(response, credentials, redact, signal);
		} catch (error) {
			await this.#retry(error, headers, signal);
			return undefined;
		}
	}

	async #credentials(signal: AbortSignal | undefined): Promise<Credentials> {
		const credentials = this.#options.authenticate === false ? undefined : await this.#client.authenticator?.headers({signal});
		return credentials ?? {};
	}

	async #send(credentials: Credentials, redact: Redactor, signal: AbortSignal | undefined): Promise<Response> {
		const {headers, identity, body} = this.#options;
		const response = await sendOnce({
			method: this.#method,
			url: this.#url,
			headers: joinHeaders(this.#client.headers, headers, identity ? {'accept-encoding': 'identity'} : {}, credentials),
			body,
			timeout: this.#timeout,
			signal,
			redact,
			fetch: this.#client.fetch ?? ((input, init) => globalThis.fetch(input, init)),
		});
		return guardResponse(response, {what: this.#what, redact, timeout: this.#timeout, signal});
	}

	async #unsuccessful(response: Response, credentials: Credentials, redact: Redactor, signal: AbortSignal | undefined): Promise<undefined> {
		if (isRedirect(response)) {
			discard(response);
			this.#url = followRedirect(response, this.#method, this.#url, this.#redirects++, redact);
			return undefined;
		}

		if (response.status === 401 && (await this.#renew(credentials, signal))) {
			discard(response);
			this.#tell('renewal', {status: 401});
			return undefined;
		}

		const {status, headers} = response;
		const body = await readStart(response, redact);
		throw errorOfAnswer({status, method: this.#method, url: redact(this.#url.href), headers, body}, this.#client.describeError);
	}

	/** Tells the authenticator, once; also when the request cannot be sent again, for the next one's sake. */
	async #renew(credentials: Credentials, signal: AbortSignal | undefined): Promise<boolean> {
		const {authenticator} = this.#client;
		if (this.#renewed || this.#options.authenticate === false || !authenticator?.refused) {
			return false;
		}

		this.#renewed = true;
		return (await authenticator.refused(credentials, {signal})) && !isStream(this.#options.body);
	}

	async #retry(error: unknown, headers: Headers | undefined, signal: AbortSignal | undefined): Promise<void> {
		const delay =
			isRepeatable(this.#method, this.#options) && !signal?.aborted ? this.#policy.delay(error, this.#retries, headers) : undefined;
		if (delay === undefined) {
			throw error;
		}

		this.#retries++;
		this.#tell('retry', {error, delay});
		await this.#policy.sleep(delay, signal);
	}

	get #what(): string {
		return `${this.#method} ${redactUrl(this.#url.href)}`;
	}

	/** Secrets the caller sends: a server may quote them in its answer. */
	#ownSecrets(): string[] {
		const {headers = {}, body} = this.#options;
		const own = [...Object.entries({...this.#client.headers, ...headers}), ...(body instanceof URLSearchParams ? body : [])];
		return secretsOfHeaders(
			Object.fromEntries(own.filter(([name]) => isSecretName(name) || /^(?:proxy-)?authorization$|^cookie$/i.test(name))),
		);
	}

	#tell(type: HttpEvent['type'], {status, delay, error}: {status?: number; delay?: number; error?: unknown} = {}): void {
		try {
			this.#client.onEvent?.({
				type,
				method: this.#method,
				url: redactUrl(this.#url.href),
				attempt: this.#attempt,
				status,
				delay,
				elapsed: performance.now() - this.#began,
				error,
			});
		} catch {
			// A listener is a guest: its failure is not the request's.
		}
	}
}

/** An answer nobody reads keeps its connection until it is let go. */
function discard({body}: Response): void {
	body?.cancel().catch(() => {});
}

/** A limit a timer can keep: beyond 24 days there is none. */
function milliseconds(value: number, name: string): number {
	if (!(value > 0)) {
		throw new ConfigurationError(`${name} must be a number of milliseconds above zero, or Infinity.`);
	}

	return value < 2 ** 31 ? value : Infinity;
}
