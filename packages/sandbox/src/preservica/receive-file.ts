import {createHash} from 'node:crypto';
import type {Call} from './call.ts';
import type {Bitstream, FixityAlgorithm} from './model.ts';
import {Problem} from './problem.ts';

const hashNames: readonly (readonly [FixityAlgorithm, string])[] = [
	['MD5', 'md5'],
	['SHA1', 'sha1'],
	['SHA256', 'sha256'],
	['SHA512', 'sha512'],
];

/** Digests that were sent with a file, by algorithm. */
export type SentFixities = Partial<Readonly<Record<FixityAlgorithm, string>>>;

/**
 * Stores the body of a request as a file, with the digests that were sent or SHA-1.
 *
 * @throws Problem 400 for a name that is none, 422 for an empty body and for one that is not what its digests say. Nothing is kept then.
 */
export async function receiveFile(call: Call, filename: string | undefined, sent: SentFixities = {}): Promise<Bitstream> {
	const {blobs} = call.archive.context.store;
	if (filename === undefined || filename === '' || /[/\\]|^\.\.?$/u.test(filename))
		throw new Problem(400, 'The name of the file is missing or has a path.');
	const wanted = Object.keys(sent).length > 0 ? sent : {SHA1: undefined};
	const hashes = hashNames.flatMap(([algorithm, name]) => (algorithm in wanted ? [{algorithm, hash: createHash(name)}] : []));
	async function* hashed(): AsyncGenerator<Uint8Array> {
		for await (const chunk of call.c.req.raw.body ?? []) {
			for (const {hash} of hashes) hash.update(chunk);
			yield chunk;
		}
	}
	const {id: blob, size} = await blobs.write(hashed());
	const fixities = hashes.map(({algorithm, hash}) => ({algorithm, value: hash.digest('hex')}));
	const wrong = fixities.find(({algorithm, value}) => (sent[algorithm]?.toLowerCase() ?? value) !== value);
	if (size > 0 && !wrong) return {filename, size, blob, start: 0, fixities};
	await blobs.delete(blob);
	throw new Problem(422, wrong ? `The ${wrong.algorithm} of the body is ${wrong.value}.` : 'The body is empty.');
}
