import {iterate, streamFrom} from '@fonds/core/streams';

/** Bytes packed by gzip, as they come. */
export function gzip(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
	return through(bytes, new CompressionStream('gzip'));
}

/** Bytes unpacked, as they come. Whoever stops reading stops the source. Reading fails when they are damaged. */
export function gunzip(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
	return through(bytes, new DecompressionStream('gzip'));
}

function through(bytes: AsyncIterable<Uint8Array>, transform: CompressionStream | DecompressionStream): AsyncIterable<Uint8Array> {
	return iterate(streamFrom(bytes).pipeThrough(transform));
}
