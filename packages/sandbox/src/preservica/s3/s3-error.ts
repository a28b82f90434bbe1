import {tag, writeDocument} from '../xml/write-xml.ts';

/** A refusal as S3 words it: an XML document with a code that SDKs read. */
export class S3Error extends Error {
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.name = 'S3Error';
		this.status = status;
		this.code = code;
	}

	/** @param body False for an answer to HEAD, which has none. */
	toResponse(resource: string, body: boolean): Response {
		const text = writeDocument(
			tag('Error', tag('Code', this.code), tag('Message', this.message), tag('Resource', resource), tag('RequestId', crypto.randomUUID())),
		);
		return new Response(body ? text : null, {status: this.status, headers: {'content-type': 'application/xml'}});
	}
}
