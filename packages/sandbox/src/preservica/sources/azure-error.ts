import {tag, writeDocument} from '../xml/write-xml.ts';

/** A refusal as Azure Blob Storage words it. */
export class AzureError extends Error {
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.name = 'AzureError';
		this.status = status;
		this.code = code;
	}

	/** @param body False for an answer to HEAD, which has none. */
	toResponse(body: boolean): Response {
		const text = writeDocument(tag('Error', tag('Code', this.code), tag('Message', this.message)));
		return new Response(body ? text : null, {
			status: this.status,
			headers: {'x-ms-error-code': this.code, 'content-type': 'application/xml'},
		});
	}
}
