/** Whether programs may set every header, as in Node.js, Deno and Bun. Browsers keep `Cookie` and `Content-Length` to themselves. */
export function setsEveryHeader(): boolean {
	return new Request('http://localhost/', {headers: {cookie: 'a=b'}}).headers.has('cookie');
}

/**
 * Whether a stream whose length is known is sent with that length. Deno sends chunks whatever the headers say, and so does a browser, if it
 * sends a stream at all.
 */
export function streamsWithLength(): boolean {
	return setsEveryHeader() && Reflect.has(globalThis, 'process') && !Reflect.has(globalThis, 'Deno');
}
