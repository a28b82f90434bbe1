import {ListObjectsV2Command} from '@aws-sdk/client-s3';
import {DecodeError, type ErrorAnswer, type SdkError} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {regionOf, s3Endpoint} from './aws-endpoint.ts';
import {missingHeader} from './describe-upload-error.ts';
import type {LocationStore, StoreOptions, StoredObject} from './location-store.ts';
import type {UploadLocation} from './location.ts';
import {readCredentials} from './locations.ts';
import {createRenewable, credentialsEnded} from './renewable.ts';
import {createS3Client, runOn, type S3Access} from './s3-client.ts';
import {openS3Object, removeObject} from './s3-object.ts';
import {createRequestHandler} from './s3-transport.ts';
import {connectToStorage} from './storage-connection.ts';

/** What S3 says when credentials have ended, or a signature is too old because it was long on its way. */
const endedCodes = new Set([
	'ExpiredToken',
	'InvalidToken',
	'TokenRefreshRequired',
	'InvalidAccessKeyId',
	'RequestTimeTooSkewed',
	'RequestExpired',
]);

/** Opens a bucket of AWS, or of what behaves like it, with the temporary credentials of a location. */
export function openAwsStore(session: Session, location: UploadLocation): LocationStore {
	const bucket = location.containerName;
	let region: string | undefined;

	const describe = ({status, method, url, headers, body}: ErrorAnswer): SdkError | string | undefined => {
		const {host} = new URL(url);
		const code = /<Code>\s*([\w.]{1,60})\s*<\/Code>/.exec(body)?.[1] ?? '';
		const told = code === '' ? '' : ` The storage says: ${code}.`;
		const home = headers.get('x-amz-bucket-region') ?? /<Region>\s*([\w-]{1,40})\s*<\/Region>/.exec(body)?.[1];
		if (status === 400 && home !== undefined && home !== region) {
			region = home;
			return credentialsEnded(host, status); // Signed for another region: the next client signs for this one.
		}
		if (endedCodes.has(code) || (method === 'HEAD' && (status === 400 || status === 403))) {
			return credentialsEnded(host, status); // An answer to HEAD has no text that says more.
		}
		if (status === 403) {
			return `The temporary credentials of the location ${bucket} do not allow this.${told}`;
		}
		return status === 404 ? `There is no bucket ${bucket} at ${host}, or not what was looked for in it.${told}` : undefined;
	};

	const storage = connectToStorage(session, describe);
	const clients = createRenewable(async () => {
		const {key, secret, sessionToken, endpoint} = await readCredentials(session, location.apiId);
		storage.hide([key, secret, sessionToken]);
		if (secret === undefined) {
			throw new DecodeError(`The server gave credentials for the location ${bucket} without a secret.`);
		}
		region ??= regionOf(endpoint);
		const {address, isAmazon} = s3Endpoint(session, endpoint, bucket, region);
		const token = sessionToken?.reveal();
		return createS3Client({
			endpoint: address,
			region,
			forcePathStyle: !isAmazon,
			requestHandler: createRequestHandler(storage.connect),
			credentials: {accessKeyId: key.reveal(), secretAccessKey: secret.reveal(), ...(token !== undefined && {sessionToken: token})},
		});
	});
	const access: S3Access = {
		run: (what, options, call) => clients.use(client => runOn(client, storage.redact, what, options, call), options.signal),
		sleep: storage.sleep,
	};

	return {
		needsSize: true,
		open: (key, metadata) =>
			openS3Object(access, {bucket, key, metadata: size => encodeValues(metadata(size)), receipt: etag => requireTag(etag, key)}),
		list: options => listObjects(access, bucket, options),
		removeObject: (key, options) => removeObject(access, bucket, key, options),
	};
}

/** What answers without it is something in between, so the package has not arrived. */
function requireTag(etag: string | undefined, key: string): void {
	if (!etag) {
		throw missingHeader('ETag', `So it is not known whether ${key} has arrived; what there is of it is removed.`);
	}
}

async function* listObjects({run}: S3Access, bucket: string, options: StoreOptions): AsyncGenerator<StoredObject, undefined> {
	let next: string | undefined;
	do {
		const command = new ListObjectsV2Command({Bucket: bucket, ContinuationToken: next});
		const page = await run(`Listing the bucket ${bucket}`, options, (client, sendOptions) => client.send(command, sendOptions));
		for (const {Key, Size = 0, LastModified} of page.Contents ?? []) {
			if (Key === undefined || LastModified === undefined) {
				throw new DecodeError(`The list of the bucket ${bucket} has an object without a name or a date.`);
			}
			yield {key: Key, size: Size, modified: LastModified.toISOString()};
		}
		next = page.IsTruncated ? page.NextContinuationToken : undefined;
	} while (next !== undefined);
	return undefined;
}

/** Headers are ASCII: S3 itself gives anything else as RFC 2047 says. */
function encodeValues(metadata: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, /^[ -~]*$/.test(value) ? value : encodeWord(value)]));
}

function encodeWord(text: string): string {
	return `=?UTF-8?B?${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}?=`;
}
