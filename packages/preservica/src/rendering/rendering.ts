import {path, type RequestOptions, Secret} from '@fonds/core';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {checkedRef} from '../search/checked-ref.ts';

/** A link to the viewer of the server. Whoever has its address acts as the signed-in user until the token in it ends. */
export interface ViewerLink {
	/** For the `src` of an iframe, or a new tab: `url.reveal()`. Printed and written as JSON it says `[redacted]`. */
	readonly url: Secret;
	/** When the token in it ends, in milliseconds since 1970; undefined when that is not known. Tokens last 15 minutes at most. */
	readonly expiresAt: number | undefined;
}

/** Links to the viewer of the server. */
export class Rendering {
	readonly #session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	/**
	 * Makes a link that opens an asset in the viewer of the server (REN-01). Nothing is asked of the server but a token, where the session has
	 * none; the viewer says `Not Found` for what it cannot show.
	 *
	 * The access token is part of the address: the viewer has no other way. Keep the address out of logs, histories, mails and pages of other
	 * people; embed it with `referrerpolicy="no-referrer"`; and give the session an account that may no more than the reader may.
	 *
	 * @throws ConfigurationError when it is not the reference of an asset.
	 * @throws AuthenticationError when the session can get no token.
	 */
	async link(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<ViewerLink> {
		const ref = checkedRef(asset);
		const {value, expiresAt} = await this.#session.token(options);
		const url = new URL(String(path`Render/render/external`), this.#session.http.baseUrl);
		url.search = String(new URLSearchParams({entity: wireNames.asset.code, entityRef: ref, token: value.reveal()}));
		return {url: new Secret(url.href), expiresAt};
	}

	/**
	 * Does the server offer its viewer for this asset (CON-01)?
	 *
	 * @throws NotFoundError when there is no such asset, or no right to see it.
	 */
	async isRenderable(asset: string | EntityReference<'asset'>, options: RequestOptions = {}): Promise<boolean> {
		const {readDetails} = await import('../search/run-search.ts');
		const {links} = await readDetails(this.#session, {type: 'asset', ref: typeof asset === 'string' ? asset : asset.ref}, options);
		return links.some(({rel}) => rel === 'render');
	}
}
