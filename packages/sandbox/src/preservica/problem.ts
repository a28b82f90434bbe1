/** A request that is answered with an error status. Bodies of such answers are opaque text (1.8). */
export class Problem extends Error {
	readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422;

	constructor(status: Problem['status'], message: string) {
		super(message);
		this.name = 'Problem';
		this.status = status;
	}
}
