import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import type {Call} from '../call.ts';
import {handler} from '../call.ts';
import type {FixityAlgorithm} from '../model.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import type {SentFixities} from '../receive-file.ts';
import {receiveFile} from '../receive-file.ts';
import {recordChange} from './record-change.ts';
import {since} from './since.ts';

const digestHeaders: readonly (readonly [header: string, algorithm: FixityAlgorithm, length: number])[] = [
	['fixity-md5', 'MD5', 32],
	['fixity-sha-1', 'SHA1', 40],
	['fixity-sha-256', 'SHA256', 64],
	['fixity-sha-512', 'SHA512', 128],
];

/** Adding representations and generations to what was ingested. */
export function contentChangeRoutes(app: Hono, archive: Archive): void {
	const {repository, jobs, context} = archive;

	operation(
		app,
		'ENT-30 add',
		handler(archive, async call => {
			since(call, '6.12');
			const asset = call.entity('IO');
			call.demandWriter();
			const {type, name = 'Access', filename} = call.c.req.query();
			if (type !== 'Access') throw new Problem(400, 'The type must be Access.');
			const file = await receiveFile(call, filename);
			return call.accepted(jobs.start({kind: 'representation', asset: asset.ref, type, name, file}, call.user.username));
		}),
	);

	operation(
		app,
		'ENT-30 rename',
		handler(archive, call => {
			const asset = call.entity('IO');
			const [, type, index = '1'] = /^(.+?)(?:_(\d+))?$/u.exec(call.c.req.param('name') ?? '') ?? [];
			const found = repository.representationsOf(asset.ref).find(each => each.type === type && each.index === Number(index));
			if (!found) throw new Problem(404, `The asset ${asset.ref} has no such representation.`);
			const name = call.c.req.query('name') ?? '';
			if (name === '') throw new Problem(400, 'The parameter name is required.');
			call.demandWriter();
			context.store.transaction(() => {
				repository.addRepresentation({...found, name});
				recordChange(call, asset, 'UpdateRepresentation');
			});
			return call.c.body(null, 200);
		}),
	);

	operation(
		app,
		'ENT-31 replace',
		handler(archive, async call => {
			since(call, '6.2');
			const contentObject = call.entity('CO');
			call.demandWriter();
			const type = call.c.req.query('replaceType') ?? 'previous';
			if (type !== 'previous') throw new Problem(400, 'The replaceType must be previous.');
			const file = await receiveFile(call, fileNameOf(call), sentFixities(call));
			const token = jobs.start({kind: 'replacement', contentObject: contentObject.ref, file}, call.user.username);
			return call.c.text(token, 200); // though it is asynchronous (1.11)
		}),
	);
}

/** Bytes of header fields arrive as Latin-1; what is UTF-8 is read as that: assumed, nothing says how names are encoded (6.2). */
function fileNameOf(call: Call): string | undefined {
	const name = call.c.req.header('filename');
	if (name === undefined) return undefined;
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(Buffer.from(name, 'latin1'));
	} catch {
		return name;
	}
}

function sentFixities(call: Call): SentFixities {
	const sent = digestHeaders.flatMap(([header, algorithm, length]) => {
		const value = call.c.req.header(header)?.trim();
		if (value === undefined) return [];
		if (value.length !== length || !/^[0-9a-f]+$/iu.test(value)) throw new Problem(400, `The header ${header} is not a digest.`);
		return [[algorithm, value] as const];
	});
	return Object.fromEntries(sent);
}
