import {html, nothing, type TemplateResult} from 'lit';

import type {MetadataGroup, SourceAsset, SourceFile} from '../../context/asset-source.ts';
import {messages} from '../../i18n/messages.ts';
import {algorithmName} from './algorithm-name.ts';
import {renderFields, renderGroup} from './render-metadata.ts';

function fixities(file: SourceFile | undefined): TemplateResult | typeof nothing {
	if (file === undefined || file.fixities.length === 0) return nothing;
	return html`
		<details>
			<summary>${messages().viewer.fixity}</summary>
			<dl>
				${file.fixities.map(
					({algorithm, value}) =>
						html`<div class="entry">
							<dt>${algorithmName(algorithm)}</dt>
							<dd class="code">${value}</dd>
						</div>`,
				)}
			</dl>
		</details>
	`;
}

/** What is known about an asset: facts, descriptive documents, and the checksums of the file that is shown. */
export function renderDetails(
	asset: SourceAsset,
	file: SourceFile | undefined,
	metadata: readonly MetadataGroup[] | 'failed' | undefined,
): TemplateResult {
	const {viewer: texts} = messages();
	return html`
		<details open>
			<summary>${texts.about}</summary>
			${renderFields(asset.fields)}
			<dl>
				<div class="entry">
					<dt>${texts.reference}</dt>
					<dd class="code"><bdi>${asset.ref}</bdi></dd>
				</div>
			</dl>
		</details>
		${metadata === 'failed' ? html`<p class="hint">${texts.metadataFailed}</p>` : metadata?.map((group, index) => renderGroup(group, index === 0))}
		${fixities(file)}
	`;
}
