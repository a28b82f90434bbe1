import {orAbort} from '../async/or-abort.ts';

/** What a route answers: a text with status 200, or more exactly. */
export type FakeAnswer =
	| string
	| Response
	| {
			readonly status?: number | undefined;
			readonly headers?: Readonly<Record<string, string>> | undefined;
			readonly body?: BodyInit | null | undefined;
	  };

/** Answers a request; what it throws is what `fetch` fails with. */
export type FakeHandler = (request: Request) => FakeAnswer | Promise<FakeAnswer>;

/** Answers by method and path, with or without the query: `GET /api/x?y` goes before `GET /api/x`. A list answers one call each; its last stays. */
export type FakeRoutes = Readonly<Record<string, FakeAnswer | FakeHandler | readonly (FakeAnswer | FakeHandler)[]>>;

/** A `fetch` that remembers what it was asked. */
export type FakeFetch = typeof fetch & {
	/** The requests, oldest first; bodies can be read. */
	readonly requests: readonly Request[];
};

/** Makes a `fetch` that answers from a table, listens to signals, and answers 404 to what the table does not have. */
export function fakeFetch(routes: FakeRoutes): FakeFetch {
	const requests: Request[] = [];
	const calls = new Map<string, number>();

	const answer = async (request: Request): Promise<Response> => {
		const {pathname, search} = new URL(request.url);
		const exact = `${request.method} ${pathname}${search}`;
		const key = Object.hasOwn(routes, exact) ? exact : `${request.method} ${pathname}`;
		const route = routes[key];
		if (route === undefined) {
			return new Response(`The test has no answer for ${exact}`, {status: 404});
		}

		const count = calls.get(key) ?? 0;
		calls.set(key, count + 1);
		const entry = isList(route) ? route[Math.min(count, route.length - 1)] : route;
		return toResponse(typeof entry === 'function' ? await entry(request.clone()) : entry);
	};

	const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
		const request = new Request(input, init);
		requests.push(request);
		return orAbort(answer(request), request.signal);
	};

	return Object.assign(fetch, {requests});
}

const isList = (route: FakeRoutes[string]): route is readonly (FakeAnswer | FakeHandler)[] => Array.isArray(route);

function toResponse(answer: FakeAnswer | undefined): Response {
	if (answer instanceof Response) {
		return answer.clone();
	}

	const {status = 200, headers = {}, body = ''} = typeof answer === 'string' ? {body: answer} : (answer ?? {});
	const isEmpty = [101, 204, 205, 304].includes(status);
	return new Response(isEmpty ? null : body, {status, headers: {...guessType(body), ...headers}});
}

function guessType(body: unknown): Record<string, string> {
	const first = typeof body === 'string' ? body.trimStart().slice(0, 1) : '';
	const type = {'<': 'application/xml', '{': 'application/json', '[': 'application/json'}[first];
	return type === undefined ? {} : {'content-type': type};
}
