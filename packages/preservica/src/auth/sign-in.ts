import {AuthenticationError, ConfigurationError, path, Secret, type Credential, type HttpClient, type HttpClientOptions} from '@fonds/core';
import {createHasher} from '@fonds/core/hash';
import * as z from 'zod/mini';
import {secretOf, type PasswordCredentials, type SharedSecretCredentials} from './credentials.ts';
import {wait} from './once.ts';
import {ChallengeError, describeSignInError, type Challenge} from './sign-in-answer.ts';

/** What a sign-in needs to know beside the credentials. */
export interface SignInContext {
	/** Makes another client of the same server. */
	connect(this: void, change: (options: HttpClientOptions) => Partial<HttpClientOptions>): HttpClient;
	readonly tenant: string | undefined;
	readonly signal: AbortSignal;
	/** Epoch milliseconds. */
	readonly now: () => number;
	/** Remembers until when (epoch milliseconds) the one-time password sent last is shown. Written here, kept by the caller. */
	readonly codes: {usedUntil: number};
}

/** What a sign-in gives. */
export interface SignedIn {
	readonly credential: Credential;
	/** Undefined when the server does not say. */
	readonly tenant: string | undefined;
}

/** Minutes a token lasts when the answer does not say (reference 1.5). */
const defaultValidity = 15;

interface TokenAnswer {
	readonly token: string;
	readonly validFor?: unknown;
	readonly tenant?: unknown;
}

/** Only the token is certain (reference 2.1). */
const TokenAnswer: z.ZodMiniType<TokenAnswer> = z.object({
	token: z.string().check(z.minLength(1)),
	validFor: z.optional(z.unknown()),
	tenant: z.optional(z.unknown()),
});

/** What the steps of a sign-in share. */
interface SignIn extends SignInContext {
	readonly http: HttpClient;
	readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * Signs in.
 *
 * @throws ConfigurationError for a shared secret without a tenant, and for a seed that is none.
 * @throws AuthenticationError when the server refuses.
 */
export function signIn(credentials: PasswordCredentials | SharedSecretCredentials, context: SignInContext): Promise<SignedIn> {
	let sleep = wait;
	const http = context.connect(({retry}) => {
		sleep = retry?.sleep ?? wait;
		return {describeError: describeSignInError};
	});
	const shared = {...context, http, sleep};
	return 'sharedSecret' in credentials ? signInBySharedSecret(credentials, shared) : signInByPassword(credentials, shared);
}

/** With a password, and a one-time password where the account asks for one (TOK-01, TOK-02). */
async function signInByPassword(credentials: PasswordCredentials, context: SignIn): Promise<SignedIn> {
	const {tenant} = context;
	const form = {
		username: credentials.username,
		password: secretOf(credentials.password).reveal(),
		...(tenant === undefined ? {includeUserDetails: 'true'} : {tenant}),
	};
	try {
		return await post('login', form, context, true);
	} catch (error) {
		if (error instanceof ChallengeError) {
			return completeSecondFactor(credentials, error.challenge, context);
		}
		throw error;
	}
}

async function completeSecondFactor(credentials: PasswordCredentials, challenge: Challenge, context: SignIn): Promise<SignedIn> {
	if (challenge.message !== 'needs.2fa') {
		throw new AuthenticationError(
			'This account must enrol a second factor first. Sign in once in the web interface of Preservica, enrol there, and give the seed shown as twoFactorSecret.',
		);
	}
	if (challenge.continuation === undefined) {
		throw new AuthenticationError('The server asks for a second factor but gave no continuation token to answer with.');
	}
	if (credentials.twoFactorSecret === undefined) {
		throw new AuthenticationError('This account has a second factor. Give the seed shown at enrolment as twoFactorSecret.');
	}

	const tenant = challenge.tenant ?? context.tenant;
	const answer = await post(
		'complete-2fa',
		{
			username: credentials.username,
			continuationToken: challenge.continuation.reveal(),
			...(tenant !== undefined && {tenant}),
			twoFactorToken: await unusedCode(secretOf(credentials.twoFactorSecret), context),
		},
		context,
		false, // If the answer is lost, the code is used up.
	);
	return {...answer, tenant: answer.tenant ?? tenant};
}

/** A code works once: signing in again within its 30 s waits for the next one (reference 1.5). */
async function unusedCode(seed: Secret, {now, sleep, signal, codes}: SignIn): Promise<string> {
	const {oneTimePassword} = await import('./totp.ts');
	if (now() < codes.usedUntil) {
		await sleep(codes.usedUntil - now(), signal);
	}
	const {code, endsAt} = await oneTimePassword(seed, now());
	codes.usedUntil = endsAt;
	return code;
}

/** With a shared secret (TOK-04): SHA-1 over a fixed word, the time, the user and the secret. */
async function signInBySharedSecret(credentials: SharedSecretCredentials, context: SignIn): Promise<SignedIn> {
	const {tenant} = context;
	if (tenant === undefined) {
		throw new ConfigurationError('Signing in with a shared secret needs the tenant. Give it as the option tenant.');
	}
	const timestamp = String(Math.floor(context.now() / 1000));
	const hash = await externalHash(timestamp, credentials.username, secretOf(credentials.sharedSecret));
	return post('acquire-external', {username: credentials.username, tenant, timestamp, hash}, context, true);
}

/** The proof of TOK-04 (reference 1.5). */
export async function externalHash(timestamp: string, username: string, secret: Secret): Promise<string> {
	const hasher = await createHasher(['sha1']);
	hasher.update(new TextEncoder().encode(`preservica-external-auth${timestamp}${username}${secret.reveal()}`));
	return hasher.digest().sha1 ?? '';
}

async function post(
	endpoint: 'login' | 'complete-2fa' | 'acquire-external',
	form: Readonly<Record<string, string>>,
	{http, signal, now}: SignIn,
	retry: boolean,
): Promise<SignedIn> {
	const asked = now();
	const response = await http.send('POST', path`api/accesstoken/${endpoint}`, {
		body: new URLSearchParams(form),
		headers: {accept: 'application/json'},
		authenticate: false,
		retry,
		signal,
	});
	const answer = TokenAnswer.safeParse(parse(await response.text()));
	if (!answer.success) {
		const {status} = response;
		throw new AuthenticationError(
			`${http.baseUrl.host} answered the sign-in with ${status}, but without a token. Is this the address of a Preservica server?`,
			{status, method: 'POST'},
		);
	}
	const {token, validFor, tenant} = answer.data;
	const minutes = typeof validFor === 'number' && validFor > 0 ? validFor : defaultValidity;
	return {
		credential: {value: new Secret(token), expiresAt: asked + minutes * 60_000},
		tenant: typeof tenant === 'string' && tenant !== '' ? tenant : undefined,
	};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
