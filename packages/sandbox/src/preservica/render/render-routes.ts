import type {Hono} from 'hono';
import type {Archive} from '../archive.ts';
import {operation} from '../operations.ts';
import {permissions} from '../security.ts';
import {viewerHeaders, viewerPage} from './viewer-page.ts';

/** The viewer, which other pages show in a frame. */
export function renderRoutes(app: Hono, archive: Archive): void {
	const {repository, sessions, context} = archive;

	operation(app, 'REN-01', c => {
		const {entity: kind, entityRef = '', token} = c.req.query();
		const found = sessions.check(token);
		if (found.state !== 'valid') return c.text('The access token is missing, unknown or expired.', 401);
		const asset = kind === 'IO' ? repository.entities.get(entityRef) : undefined;
		const files = (repository.displayed(entityRef)?.contentObjects ?? []).flatMap(ref => repository.activeBitstreams(ref));
		const allowed = asset?.kind === 'IO' && permissions(found.user.role, asset.securityTag).includes('DOWNLOAD');
		// A real server says this, with this status, whenever it cannot show an asset (REN-01).
		if (!allowed || files.length === 0) return c.text('Not Found', 403);
		const origin = `https://${context.credentials.preservica.tenant.toLowerCase()}.access.preservica.com`;
		return c.body(viewerPage(asset, files, context.store.blobs), 200, {...viewerHeaders, 'access-control-allow-origin': origin});
	});
}
