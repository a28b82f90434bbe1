/** How details of an asset say where it can be looked at; whoever follows it adds a token (CON-01). */
export interface RenderLink {
	readonly rel: 'render';
	readonly href: string;
	readonly type: 'Play';
}

/** The link to the viewer for an asset. */
export function renderLink(origin: string, ref: string): RenderLink {
	return {rel: 'render', href: `${origin}/Render/render/external?entity=IO&entityRef=${ref}`, type: 'Play'};
}
