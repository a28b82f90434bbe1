import type {HttpClient} from '@fonds/core';

/** Requests to delete or to recover a package of the Storage Service, which another person decides. */
export class PackageRequests {
	readonly #http: HttpClient;

	constructor(http: HttpClient) {
		this.#http = http;
	}
}
