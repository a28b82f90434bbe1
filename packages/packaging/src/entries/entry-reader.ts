import type {EntryReader, PackageEntry} from './entry.ts';

/** Opens an entry in the way that spares most copies. */
export async function openEntry(entry: PackageEntry): Promise<EntryReader> {
	return entry.openReader === undefined ? createStreamReader(await entry.open()) : entry.openReader();
}

/** Reads a stream into memory that is given. */
export function createStreamReader(stream: ReadableStream<Uint8Array>): EntryReader {
	const reader = stream.getReader();
	let rest: Uint8Array = new Uint8Array(0);
	let ended = false;

	async function nextChunk(): Promise<void> {
		const {done, value} = await reader.read();
		ended = done;
		if (value !== undefined) {
			rest = value;
		}
	}

	return {
		async read(views) {
			let filled = 0;
			for (const view of views) {
				for (let at = 0; at < view.length;) {
					while (rest.length === 0 && !ended) {
						await nextChunk();
					}
					if (rest.length === 0) {
						return filled;
					}
					const part = rest.subarray(0, view.length - at);
					view.set(part, at);
					rest = rest.subarray(part.length);
					at += part.length;
					filled += part.length;
				}
			}
			return filled;
		},
		async close() {
			// Without effect at the end; a source that fails while it is given up has nothing to tell any more.
			await reader.cancel().catch(() => {});
		},
	};
}
