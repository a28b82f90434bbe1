import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {handler} from '../call.ts';
import {operation} from '../operations.ts';
import {Problem} from '../problem.ts';
import {tag, tagWith} from '../xml/write-xml.ts';

/** What became of an asynchronous operation. */
export function progressRoutes(app: Hono, archive: Archive): void {
	for (const id of ['ENT-02', 'MON-04'] as const) {
		operation(
			app,
			id,
			handler(archive, async call => {
				const progress = await archive.jobs.progress(call.c.req.param('token') ?? '');
				if (!progress) throw new Problem(404, 'There is no such progress token.');
				const {status, errors} = progress;
				const told = errors.length > 0 && call.c.req.query('includeErrors')?.toLowerCase() === 'true';
				return call.xml(
					tagWith(
						'ProgressResponse',
						{xmlns: 'http://status.preservica.com'},
						tag('Status', status),
						told ? tag('Errors', ...errors.map(error => tag('Error', error))) : undefined,
					),
				);
			}),
		);
	}
}
