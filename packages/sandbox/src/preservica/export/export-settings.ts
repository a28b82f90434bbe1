import type {XmlElement} from '@fonds/core/xml';
import {optionalText} from '@fonds/core/xml';
import {entityApi} from '../entities/entity-xml.ts';
import {Problem} from '../problem.ts';
import {isElement} from '../xml/read-xml.ts';

const choices = {
	IncludeContent: ['Content', 'NoContent'],
	IncludeMetadata: ['Metadata', 'NoMetadata', 'MetadataWithEvents'],
	IncludedGenerations: ['LatestActive', 'AllActive', 'All'],
	IncludeParentHierarchy: ['true', 'false'],
} as const;

/** What an export takes along (ENT-38). */
export interface ExportSettings {
	readonly content: (typeof choices)['IncludeContent'][number];
	readonly metadata: (typeof choices)['IncludeMetadata'][number];
	readonly generations: (typeof choices)['IncludedGenerations'][number];
	readonly parents: boolean;
}

/** Reads an ExportAction, whatever version its namespace has. What it leaves out is as pyPreservica sends it. @throws Problem 400. */
export function readExportSettings(root: XmlElement): ExportSettings {
	if (!isElement(root, 'EntityAPI', 'ExportAction'))
		throw new Problem(400, 'The body must be an ExportAction in the entity API namespace.');
	return {
		content: choose(root, 'IncludeContent', 'Content'),
		metadata: choose(root, 'IncludeMetadata', 'Metadata'),
		generations: choose(root, 'IncludedGenerations', 'All'),
		parents: choose(root, 'IncludeParentHierarchy', 'true') === 'true',
	};
}

/** Clients send the caller's casing. */
function choose<N extends keyof typeof choices>(
	root: XmlElement,
	name: N,
	otherwise: (typeof choices)[N][number],
): (typeof choices)[N][number] {
	const text = optionalText(root, entityApi(name))?.trim();
	if (text === undefined) return otherwise;
	const choice = choices[name].find(known => known.toLowerCase() === text.toLowerCase());
	if (choice === undefined) throw new Problem(400, `${name} must be one of ${choices[name].join(', ')}.`);
	return choice;
}
