import {ConfigurationError} from '@fonds/core';
import {element, type XmlElement} from '@fonds/core/xml';
import type {ExportOptions} from './exports.ts';

/** What each setting may be; the first is the default. */
const settings = {
	content: ['Content', 'NoContent'],
	metadata: ['Metadata', 'NoMetadata', 'MetadataWithEvents'],
	generations: ['LatestActive', 'AllActive', 'All'],
	parentHierarchy: [true, false],
} as const satisfies {readonly [Name in keyof ExportSettings]-?: readonly ExportSettings[Name][]};

/** What an export shall hold. */
export type ExportSettings = Pick<ExportOptions, 'content' | 'metadata' | 'generations' | 'parentHierarchy'>;

/**
 * What is asked for (ENT-38).
 *
 * @throws ConfigurationError for a setting the server has no word for: it would take its default in place of it.
 */
export function encodeExport(wanted: ExportSettings, entity: string): XmlElement {
	const field = (tag: string, name: keyof ExportSettings): XmlElement => {
		const allowed: readonly unknown[] = settings[name];
		const value = wanted[name] ?? settings[name][0];
		if (!allowed.includes(value)) {
			throw new ConfigurationError(`${name} of an export is ${JSON.stringify(value)}; it can be ${allowed.join(', ')}.`);
		}
		return element(entity, tag, value);
	};
	return element(entity, 'ExportAction', [
		field('IncludeContent', 'content'),
		field('IncludeMetadata', 'metadata'),
		field('IncludedGenerations', 'generations'),
		field('IncludeParentHierarchy', 'parentHierarchy'),
	]);
}
