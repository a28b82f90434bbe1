import type {Folder} from '@fonds/preservica';
import {html, nothing, type TemplateResult} from 'lit';

import {folderHref} from '../routes.ts';

/** The way from the collection's top down to where one is. */
export function folderTrail(folders: readonly Folder[], here: string | undefined): TemplateResult | typeof nothing {
	if (here === undefined) return nothing;
	return html`
		<nav class="trail place" aria-label="Where this is">
			<ol>
				<li><a href=${folderHref(null)}>Collection</a></li>
				${folders.map(({ref, title}) => html`<li><a href=${folderHref(ref)}>${title}</a></li>`)}
				<li aria-current="page">${here}</li>
			</ol>
		</nav>
	`;
}
