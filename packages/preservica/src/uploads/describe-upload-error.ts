import {S3ServiceException} from '@aws-sdk/client-s3';
import {DecodeError, HttpError, isSdkError, SdkError, type ErrorAnswer} from '@fonds/core';

/** Says what a bucket refused. Its answers are S3's: XML with a `Code`. */
export function describeUploadError({status, url, body}: ErrorAnswer): string | undefined {
	const [, bucket = ''] = /\/api\/s3\/buckets\/([^/?]+)/.exec(url) ?? [];
	const code = /<Code>\s*(\w{1,60})\s*<\/Code>/.exec(body)?.[1];
	const told = code === undefined ? '' : ` The server says: ${code}.`;
	if ((status === 403 || status === 404) && bucket === '') {
		return `This account has no upload buckets, or this Preservica offers none.${told}`;
	}
	if (status === 403) {
		return `This account has no right to upload to the bucket ${bucket}.${told}`;
	}
	if (status === 404) {
		return code === 'NoSuchUpload'
			? `The server no longer has this upload to the bucket ${bucket}: it was removed meanwhile. Upload the package again.`
			: `There is no upload bucket ${bucket}. Check the tenant, and that this Preservica offers uploads.${told}`;
	}
	return undefined;
}

/** Turns what the S3 client throws into our own. It is not kept as the cause: its errors hold requests and answers. */
export function translateS3Error(error: unknown, what: string, redact: (text: string) => string): unknown {
	if (isSdkError(error)) {
		return error;
	}
	const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
	const sentence = `${what} failed: ${redact(reason)}.`;
	// Refusals come from our transport; what the S3 client itself finds is an error inside an answer of 200, whatever status it gives it.
	return error instanceof S3ServiceException ? new HttpError(sentence, {code: 's3'}) : new SdkError(sentence, {code: 's3'});
}

/** The server did something but left out what is needed to go on. */
export function missingHeader(name: string, consequence: string): DecodeError {
	return new DecodeError(
		`The server's answer to the upload has no header ${name}. ${consequence} In a browser, the proxy in between must expose this header.`,
		{code: 'missing-header'},
	);
}
