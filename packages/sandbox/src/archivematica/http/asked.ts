/** A request, its body read at most once, in the forms the two programs look for. */
export interface Asked {
	readonly method: string;
	readonly url: URL;
	/** The path, percent-decoded, as Django matches it. */
	readonly path: string;
	readonly headers: Headers;
	/** The fields of a form body; empty for any other content type, which is how both programs ignore a JSON body sent to a form endpoint. */
	form(): Promise<URLSearchParams>;
	/** The body as text. */
	text(): Promise<string>;
	/** The body's bytes. */
	bytes(): Promise<Uint8Array>;
	/** The body's bytes as they come. */
	readonly body: ReadableStream<Uint8Array> | null;
}

/** Wraps a request. */
export function asked(request: Request): Asked {
	const url = new URL(request.url);
	let bytes: Promise<Uint8Array> | undefined;
	let form: Promise<URLSearchParams> | undefined;
	const read = async (): Promise<Uint8Array> => new Uint8Array(await request.arrayBuffer()); // requests of @hono/node-server have no `bytes`
	return {
		method: request.method,
		url,
		path: decodePath(url.pathname),
		headers: request.headers,
		body: request.body,
		bytes: () => (bytes ??= read()),
		text: async () => new TextDecoder().decode(await (bytes ??= read())),
		form: () => (form ??= readForm(request)),
	};
}

async function readForm(request: Request): Promise<URLSearchParams> {
	const type = request.headers.get('content-type') ?? '';
	if (!/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/iu.test(type)) return new URLSearchParams();
	const fields = new URLSearchParams();
	for (const [name, value] of await request.formData()) if (typeof value === 'string') fields.append(name, value);
	return fields;
}

function decodePath(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}
