import type {HttpClient} from '@fonds/core';

/** SWORD v2 deposits of the Storage Service. */
export class Deposits {
	readonly #http: HttpClient;

	constructor(http: HttpClient) {
		this.#http = http;
	}
}
