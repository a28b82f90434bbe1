import {ConfigurationError, path, type Job, type RequestOptions} from '@fonds/core';
import {element, writeXml, xmlContentType, type XmlElement} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {followOperation} from '../operations/operation-job.ts';
import type {ServerProgress} from '../operations/progress-state.ts';
import type {Entities} from './entities.ts';
import {refOf, wireNames, type EntityReference} from './entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import type {Merge} from './merge.ts';

const uncertain = 'The merge may have begun all the same: look for the merged asset before you ask for it again.';

/** Asks for a new asset with the content of others (ENT-37). */
export async function mergeAssets(
	session: Session,
	entities: Entities,
	merge: Merge,
	options: RequestOptions,
): Promise<Job<ServerProgress, void>> {
	const sources = sourcesOf(merge);
	const {title, description} = await describe(entities, merge, options);
	const {entity: namespace} = await session.namespaces(options);
	const body = encodeMerge({...merge, title, description}, sources, namespace);
	return orSayUncertain(uncertain, async () => {
		const response = await session.http.send('POST', path`api/entity/actions/merges`, {
			...options,
			headers: {accept: 'text/plain;charset=UTF-8', 'content-type': xmlContentType},
			body: writeXml(body),
		});
		return followOperation(session, response, {
			kind: 'preservica-merge',
			what: `The merge of ${sources.map(({type, ref}) => `the ${wireNames[type].words} ${ref}`).join(', ')}`,
			data: null,
			result: () => {},
		});
	});
}

function sourcesOf({assets, folder}: Merge): EntityReference[] {
	if ((assets === undefined) === (folder === undefined)) {
		throw new ConfigurationError('A merge is either of assets or of the assets in one folder.');
	}
	if (folder !== undefined) {
		return [{type: 'folder', ref: refOf(folder)}];
	}
	const refs = assets?.map(asset => refOf(asset)) ?? [];
	if (refs.length < 2 || new Set(refs).size < refs.length) {
		throw new ConfigurationError(`A merge takes two assets or more, each once; these are ${new Set(refs).size}.`);
	}
	return refs.map(ref => ({type: 'asset', ref}));
}

/** Assets are merged under a title of their own; of a folder the server expects the folder's. */
async function describe(entities: Entities, {folder, title, description}: Merge, options: RequestOptions): Promise<MergeText> {
	if (title !== undefined && title.trim() !== '') {
		return {title, description};
	}
	if (folder === undefined) {
		throw new ConfigurationError('The merged asset needs a title.');
	}
	const read = await entities.folder(refOf(folder), options);
	return {title: read.title, description: description ?? read.description};
}

interface MergeText {
	readonly title: string;
	readonly description: string | undefined;
}

function encodeMerge(merge: Merge & MergeText, sources: readonly EntityReference[], namespace: string): XmlElement {
	const {excludeIdentifiers = false, excludeRelationships = false, excludeMetadata = false, title, description} = merge;
	const entity = ({type, ref}: EntityReference): XmlElement =>
		element(namespace, 'Entity', undefined, {
			excludeIdentifiers: String(excludeIdentifiers),
			excludeLinks: String(excludeRelationships),
			excludeMetadata: String(excludeMetadata),
			ref,
			type: wireNames[type].code,
		});
	return element(namespace, 'MergeAction', [
		element(namespace, 'Title', title),
		description === undefined ? undefined : element(namespace, 'Description', description),
		...sources.map(source => entity(source)),
	]);
}
