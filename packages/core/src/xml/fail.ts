import {DecodeError} from '../errors/decode-error.ts';

/** Raises the error every malformed document ends in, with line and column (both from 1, columns in UTF-16 units). */
export function fail(source: string, at: number, problem: string): never {
	throw new DecodeError(`${problem} (${position(source, at)})`);
}

function position(source: string, at: number): string {
	const before = source.slice(0, at);
	return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}
