import type {HttpClient} from '@fonds/core';

/** The processing configurations of a pipeline. */
export class ProcessingConfigurations {
	readonly #http: HttpClient;

	constructor(http: HttpClient) {
		this.#http = http;
	}
}
