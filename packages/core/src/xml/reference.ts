import {isCharacter} from './characters.ts';
import {fail} from './fail.ts';

const reference = /&(?:(amp|lt|gt|quot|apos)|#(?:x([0-9a-fA-F]+)|(\d+)));/y;

/**
 * The offset behind the character or entity reference at `at`.
 *
 * Without a doctype a document knows five entities (XML 1.0, 4.6); any other would be lost, so it is refused.
 *
 * @throws DecodeError
 */
export function endOfReference(source: string, at: number): number {
	reference.lastIndex = at;
	const match = reference.exec(source);
	if (match === null) {
		const name = /^&[^\s&;<]{1,40};/.exec(source.slice(at, at + 42))?.[0];
		return fail(source, at, name === undefined ? 'A bare & has to be written as &amp;' : `Unknown entity ${name}`);
	}

	const [whole, known, hexadecimal, decimal] = match;
	if (known === undefined && !isCharacter(hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16))) {
		fail(source, at, `${whole.slice(0, 20)} is not a character XML allows`);
	}
	return at + whole.length;
}
