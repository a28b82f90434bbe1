import {XmlProblem} from '../xml/read-xml.ts';
import {S3Error} from './s3-error.ts';

/** What a request is answered that could not be carried out. @throws unknown what is no fault of the request. */
export function refuse(error: unknown, {method, url}: Request): Response {
	const resource = new URL(url).pathname;
	return asS3Error(error).toResponse(resource, method !== 'HEAD');
}

function asS3Error(error: unknown): S3Error {
	if (error instanceof S3Error) return error;
	if (error instanceof URIError) return new S3Error(400, 'InvalidURI', 'The address is not percent-encoded UTF-8.');
	if (error instanceof XmlProblem) return new S3Error(400, 'MalformedXML', error.message);
	throw error;
}
