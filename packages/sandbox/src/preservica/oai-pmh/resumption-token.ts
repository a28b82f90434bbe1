import {OaiError} from './oai-error.ts';

/** Where a list goes on: behind a record, so that it holds when records are added or removed meanwhile. */
export interface Resumption {
	readonly verb: string;
	readonly prefix: string;
	readonly from: string;
	readonly until: string;
	/** Sort key of the last record that was listed. */
	readonly after: string;
	/** How many were listed before. */
	readonly cursor: number;
}

/** Packs where a list goes on into a token. */
export function writeToken({verb, prefix, from, until, after, cursor}: Resumption): string {
	return Buffer.from(JSON.stringify([verb, prefix, from, until, after, cursor])).toString('base64url');
}

/** @throws OaiError when it is no token of the verb. */
export function readToken(token: string, asked: string): Resumption {
	try {
		const values: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
		const [verb, prefix, from, until, after, cursor]: readonly unknown[] = Array.isArray(values) ? values : [];
		const texts = [prefix, from, until, after];
		if (verb === asked && texts.every(text => typeof text === 'string') && typeof cursor === 'number')
			return {verb: asked, prefix: String(prefix), from: String(from), until: String(until), after: String(after), cursor};
	} catch {
		// told below
	}
	throw new OaiError('badResumptionToken', 'The resumptionToken is none of this verb.');
}
