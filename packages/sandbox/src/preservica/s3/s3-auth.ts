import type {Sessions} from '../auth/sessions.ts';
import type {User} from '../auth/users.ts';
import {S3Error} from './s3-error.ts';

/**
 * Who sends a request: by the header `Preservica-Access-Token`, or by Signature Version 4 with the token as access key id (2.4.1). The signature
 * itself proves nothing, its secret is the same for everybody; the token does.
 *
 * @throws S3Error 401 for a token that is missing, unknown or expired, 403 for users who may not ingest.
 */
export function authorise(headers: Headers, sessions: Sessions): User {
	const token = headers.get('preservica-access-token') ?? accessKeyId(headers.get('authorization'));
	const found = sessions.check(token);
	if (found.state === 'expired') throw new S3Error(401, 'ExpiredToken', 'The access token has expired. Sign in again.');
	if (found.state === 'unknown') throw new S3Error(401, 'InvalidAccessKeyId', 'The access token is missing or unknown.');
	if (found.user.role !== 'archivist') throw new S3Error(403, 'AccessDenied', `${found.user.username} is not permitted to ingest.`);
	return found.user;
}

function accessKeyId(authorization: string | null): string | undefined {
	return /^AWS4-HMAC-SHA256\s+(?:.*,\s*)?Credential=([^/,\s]+)\/\d{8}\/[^/,\s]+\/s3\/aws4_request/u.exec(authorization ?? '')?.[1];
}
