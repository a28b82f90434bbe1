import {empty, json, text} from '../http/answers.ts';

/** What JSON answers of the Storage Service carry. There is no ETag, no date and no range, anywhere. */
export const listHeaders: Readonly<Record<string, string>> = {
	'cache-control': 'no-cache',
	vary: 'Accept, Accept-Language, Cookie',
	'x-frame-options': 'DENY',
};

const sorry = 'Sorry, this request could not be processed. Please try again later.';

/** Thrown where the Storage Service answers something else than what it was asked for. */
export class Refusal extends Error {
	readonly answer: Response;

	constructor(answer: Response) {
		super(`The Storage Service answers ${answer.status}.`);
		this.answer = answer;
	}
}

/** A JSON answer. */
export function reply(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
	return json(body, status, {...listHeaders, ...headers});
}

/** An error in what the caller sent. */
export function badRequest(error: string): Response {
	return json({error}, 400, listHeaders);
}

/** Everything nobody caught. */
export function uncaught(status = 500): Response {
	return json({error_message: sorry}, status, listHeaders);
}

/** A sub-action of something that does not exist. */
export function unknownResource(id: string): Response {
	return text(`Resource with UUID ${id} does not exist`, 404);
}

/** Somebody without the permission. That there is no challenge is all that tells it from a wrong key (reference, 1.3). */
export function notPermitted(): Response {
	return empty(401);
}

/** What Django says of a malformed UUID: a Python list printed as text. */
export function uuidProblem(value: string): string {
	return `['“${value}” is not a valid UUID.']`;
}
