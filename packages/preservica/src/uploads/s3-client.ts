import {S3Client, type S3ClientConfig} from '@aws-sdk/client-s3';
import {translateS3Error} from './describe-upload-error.ts';
import type {ObjectOptions} from './upload-target.ts';

/** Makes an S3 client that leaves sending and repeating to our transport. */
export function createS3Client(
	config: Pick<S3ClientConfig, 'endpoint' | 'region' | 'forcePathStyle' | 'requestHandler' | 'credentials'>,
): S3Client {
	return new S3Client({
		...config,
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		maxAttempts: 1, // Our transport repeats what may be repeated.
		// The rest is what the client would look for in the environment, in ~/.aws and in the system; Deno asks the user before each such look.
		retryMode: 'standard',
		defaultsMode: 'standard',
		authSchemePreference: ['aws.auth#sigv4'],
		useDualstackEndpoint: false,
		useFipsEndpoint: false,
		useArnRegion: false,
		disableS3ExpressSessionAuth: true,
		userAgentAppId: async () => undefined,
		defaultUserAgentProvider: async () => [],
	});
}

/** Sends commands of the S3 client. */
export interface S3Access {
	/**
	 * Runs a call; what it throws is ours, or the signal's reason.
	 *
	 * @param what - For messages, such as `Uploading k.zip to the bucket b`.
	 */
	run<T>(this: void, what: string, options: ObjectOptions, call: (client: S3Client, options: object) => Promise<T>): Promise<T>;
	/** Waits. */
	sleep(this: void, ms: number, signal?: AbortSignal): Promise<void>;
}

/** Runs a call of an S3 client. */
export async function runOn<T>(
	client: S3Client,
	redact: (text: string) => string,
	what: string,
	{signal, timeout}: ObjectOptions,
	call: (client: S3Client, options: object) => Promise<T>,
): Promise<T> {
	signal?.throwIfAborted();
	try {
		return await call(client, {abortSignal: signal, requestTimeout: timeout});
	} catch (error) {
		signal?.throwIfAborted();
		throw translateS3Error(error, what, redact);
	}
}

/** Does the message of the S3 client have headers? */
export function hasHeaders(message: unknown): message is {readonly headers: Record<string, string>} {
	return typeof message === 'object' && message !== null && 'headers' in message;
}
