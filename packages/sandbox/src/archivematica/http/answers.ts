const html = 'text/html; charset=utf-8';

/** JSON as both programs label it. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json', ...headers}});
}

/** Plain text, which Django labels HTML. */
export function text(body: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(body, {status, headers: {'content-type': html, ...headers}});
}

/** Nothing but a status. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(status === 204 ? null : '', {status, headers: {'content-type': html, ...headers}});
}

/** The page for an address that does not exist. */
export function notFoundPage(): Response {
	return page(404, 'Page not found', 'The page you requested does not exist.');
}

/** The page for an exception nobody caught. */
export function errorPage(): Response {
	return page(500, 'Server error', 'The server could not answer this request.');
}

/** The method is not for this address. The Storage Service repeats the list in the body, the dashboard does not. */
export function methodNotAllowed(allowed: readonly string[], body = ''): Response {
	return new Response(body, {status: 405, headers: {'content-type': html, allow: allowed.join(', ')}});
}

/** Elsewhere. `location` is a path. */
export function redirect(location: string, status: 301 | 302): Response {
	return empty(status, {location});
}

function page(status: number, title: string, sentence: string): Response {
	const body = `<!DOCTYPE html>\n<html lang="en">\n<head><title>${title}</title></head>\n<body><h1>${title}</h1><p>${sentence}</p></body>\n</html>\n`;
	return new Response(body, {status, headers: {'content-type': html}});
}
