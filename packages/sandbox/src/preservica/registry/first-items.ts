import type {RegistryItem} from './registry.ts';
import {toItem} from './registry.ts';

const pronom = 'http://www.nationalarchives.gov.uk/PRONOM';

const documents: readonly (readonly [segment: string, guid: string, name: string, document: Readonly<Record<string, unknown>>])[] = [
	['format-families', '7c1f1c7a-52a8-4f0c-9d0b-0f1c5b8e3a01', 'Raster images', {fileFormats: ['fmt/353', 'fmt/11', 'fmt/43']}],
	['format-families', '7c1f1c7a-52a8-4f0c-9d0b-0f1c5b8e3a02', 'Word processing', {fileFormats: ['fmt/40', 'fmt/412']}],
	['preservation-action-types', '2e0d7b54-1d5c-4f5e-8a53-6b7f2a9c4d01', 'Identify', {label: 'Format identification'}],
	['preservation-action-types', '2e0d7b54-1d5c-4f5e-8a53-6b7f2a9c4d02', 'Migrate', {label: 'Format migration'}],
	['properties', '4a9e3f60-7b2d-4c1a-b5e8-1f0d6c7a8b01', 'Image width', {description: 'In pixels', type: 'integer'}],
	['representation-formats', '5b8d2e71-6c3f-4a2b-9d10-2e1f7a8b9c01', 'Still image', {description: 'Images that do not move'}],
	[
		'file-formats',
		'6c7e1f82-5d40-4b3c-8e21-3f208b9cad01',
		'fmt/40',
		{name: 'Microsoft Word Document', version: '97-2003', namespace: pronom},
	],
	['file-formats', '6c7e1f82-5d40-4b3c-8e21-3f208b9cad02', 'fmt/353', {name: 'Tagged Image File Format', namespace: pronom}],
	['tools', '8d6f2093-4e51-4c4d-9f32-40319cadbe01', 'ImageMagick', {toolVersion: '7.1'}],
	[
		'preservation-actions',
		'9e7031a4-3f62-4d5e-a043-5142adbecf01',
		'TIFF to PNG',
		{type: 'Migrate', tool: 'ImageMagick', inputs: ['fmt/353'], outputs: ['fmt/11']},
	],
	['business-rules', 'af8142b5-2073-4e6f-b154-6253becfd001', 'Show TIFF as PNG', {priority: 1, preservationActions: ['TIFF to PNG']}],
	['rulesets', 'b09253c6-1184-4f70-8265-7364cfd0e101', 'Access copies', {businessRules: ['Show TIFF as PNG']}],
];

/** The items of a new registry. */
export const firstItems: readonly RegistryItem[] = documents.map(([segment, guid, name, document]) =>
	toItem(segment, {id: {name, guid}, ...document}),
);
