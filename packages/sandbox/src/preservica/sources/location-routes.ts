import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {azureAccount} from './sources.ts';

/** The sources to upload to, and credentials for them (2.4.2). Only for those who may ingest: assumed. */
export function locationRoutes(app: Hono, archive: Archive): void {
	const {sources} = archive;

	operation(
		app,
		'UPL-12',
		handler(archive, call => {
			call.demandWriter();
			return call.c.json({locations: sources.all});
		}),
	);

	operation(
		app,
		'UPL-13',
		handler(archive, call => {
			call.demandWriter();
			const apiId = call.c.req.param('apiId') ?? '';
			const source = sources.all.find(each => each.apiId === apiId);
			if (!source) throw new Problem(404, `There is no upload location ${apiId}.`);
			const {id, secret, sessionToken} = sources.issue(source, call.user.username);
			const answer =
				source.type === 'AWS'
					? {key: id, secret, sessionToken, endpoint: `${call.origin}/sources/s3`}
					: {key: azureAccount, secret: '', sessionToken, endpoint: `${call.origin}/${azureAccount}`};
			return call.c.json(answer);
		}),
	);
}
