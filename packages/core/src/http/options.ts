import type {SdkError} from '../errors/sdk-error.ts';
import type {Path} from './path.ts';

/** What every call takes. */
export interface RequestOptions {
	/** Ends the call, whatever it waits for. The call then fails with `signal.reason`, untouched. */
	readonly signal?: AbortSignal | undefined;
	/**
	 * Milliseconds one attempt may take until the answer's headers (the time to send the body included), and the longest silence between two
	 * chunks of the answer's body. `Infinity` for none. @default 60_000
	 */
	readonly timeout?: number | undefined;
	/** Milliseconds the whole call may take until the headers: sign-in, attempts and the waits between them. @default none */
	readonly totalTimeout?: number | undefined;
}

/** The methods the servers understand. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What one request takes. */
export interface SendOptions extends RequestOptions {
	/** Query parameters, set on top of those the target has. `undefined` values are left out. */
	readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
	/** Headers of this request. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** The body. `URLSearchParams` are sent as a form; a stream is sent as it is read, once. A function makes the body of each attempt anew. */
	readonly body?: BodyInit | (() => BodyInit) | undefined;
	/**
	 * May a failed attempt be repeated? @default true for GET, HEAD, PUT and DELETE, false for POST and PATCH. A stream body is never sent twice.
	 */
	readonly retry?: boolean | undefined;
	/** Asks for bytes without content encoding, wherever they are verified. Browsers ignore it. @default false */
	readonly identity?: boolean | undefined;
	/** Secrets in the body, where it is no form: a server may quote them, and errors and events must not. */
	readonly secrets?: readonly string[] | undefined;
	/** `false` sends without the authenticator: sign-in itself. @default true */
	readonly authenticate?: boolean | undefined;
}

/** Sends requests to one server: authorises, repeats, limits time and fails, all in one place. */
export interface HttpClient {
	/** The address everything is relative to; ends in a slash. */
	readonly baseUrl: URL;
	/**
	 * Sends one request and resolves with a 2xx answer whose body has not been read.
	 *
	 * @param target - A `Path` below the base address, or a URL the server gave: absolute, or rooted at the server's origin.
	 * @throws ConfigurationError with code `foreign-link` for a URL of another origin, unless `foreignLinks` is `rewrite`.
	 * @throws NetworkError when nothing came back, also from reading the body.
	 * @throws TimeoutError when a limit was reached, also from reading the body.
	 * @throws HttpError or the member of its family that fits the status.
	 */
	send(method: HttpMethod, target: Path | URL | string, options?: SendOptions): Promise<Response>;
}

/** How failed attempts are repeated. */
export interface RetryOptions {
	/** Attempts after the first. @default 3 */
	readonly limit?: number | undefined;
	/** Milliseconds; the upper end of the first wait. Doubles with each attempt, and a random part of it is waited. @default 300 */
	readonly baseDelay?: number | undefined;
	/** Milliseconds no wait of our own exceeds. @default 30_000 */
	readonly maxDelay?: number | undefined;
	/** Milliseconds no wait the server asks for with `Retry-After` exceeds. @default 120_000 */
	readonly maxRetryAfter?: number | undefined;
	/** A number from 0 to 1. @default Math.random */
	readonly random?: (() => number) | undefined;
	/** Waits. @default a timer that listens to the signal */
	readonly sleep?: ((ms: number, signal?: AbortSignal) => Promise<void>) | undefined;
}

/** Proves who we are. */
export interface Authenticator {
	/** Headers that prove who we are; asked before every attempt. */
	headers(options: {readonly signal?: AbortSignal | undefined}): Promise<Readonly<Record<string, string>>>;
	/** Told once per call when the server answered 401 to these headers. `true`: ask `headers` again and repeat the request once. */
	refused?(headers: Readonly<Record<string, string>>, options: {readonly signal?: AbortSignal | undefined}): Promise<boolean>;
}

/** An answer that is not a success, as `describeError` sees it. */
export interface ErrorAnswer {
	/** The status of the answer. */
	readonly status: number;
	/** The method of the request. */
	readonly method: HttpMethod;
	/** The address that was asked, without credentials. */
	readonly url: string;
	/** The headers of the answer. */
	readonly headers: Headers;
	/** The first 2,000 characters of the answer, without credentials. */
	readonly body: string;
}

/** What an error answer is to the caller: an error, the text of one, or nothing beyond what the status says. */
export type ErrorDescription = SdkError | string | undefined;

/** Something that happened to a request. Holds no credentials. */
export interface HttpEvent {
	/**
	 * `request`: an attempt starts; `response`: headers arrived; `retry`: an attempt failed and will be repeated after `delay`;
	 * `renewal`: credentials were refused and renewed; `failure`: the call failed.
	 */
	readonly type: 'request' | 'response' | 'retry' | 'renewal' | 'failure';
	/** The method of the request. */
	readonly method: HttpMethod;
	/** The address, without credentials. */
	readonly url: string;
	/** Counts what was sent for this call, from 1; 0 when the call failed before anything was sent. */
	readonly attempt: number;
	/** The status of the answer, if there was one. */
	readonly status: number | undefined;
	/** Milliseconds until the next attempt. */
	readonly delay: number | undefined;
	/** Milliseconds since the call began. */
	readonly elapsed: number;
	/** What went wrong. */
	readonly error: unknown;
}

/** What a client is made of. */
export interface HttpClientOptions {
	/** The server's address; `https:` or `http:`. */
	readonly baseUrl: string | URL;
	/** Sends one request. @default the runtime's own `fetch` */
	readonly fetch?: typeof fetch | undefined;
	/** Proves who we are. @default nobody */
	readonly authenticator?: Authenticator | undefined;
	/** How failed attempts are repeated. */
	readonly retry?: RetryOptions | undefined;
	/** The limit of calls that name none. @default 60_000 */
	readonly timeout?: number | undefined;
	/** The total limit of calls that name none. @default none */
	readonly totalTimeout?: number | undefined;
	/** Headers of every request. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** What becomes of a URL of another origin the server gave: refused, or sent to the base address's origin. @default 'refuse' */
	readonly foreignLinks?: 'refuse' | 'rewrite' | undefined;
	/** Told what happens. What it throws is ignored. */
	readonly onEvent?: ((event: HttpEvent) => void) | undefined;
	/**
	 * Turns an error answer into an error of a more telling class or message; `undefined`: the default by status. An error of another class than
	 * `HttpError` and `RateLimitError` is final: it is not repeated, whatever the status.
	 */
	readonly describeError?: ((answer: ErrorAnswer) => ErrorDescription | Promise<ErrorDescription>) | undefined;
}
