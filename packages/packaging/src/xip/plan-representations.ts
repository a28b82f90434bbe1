import {ConfigurationError} from '@fonds/core';
import {checkProperty, checkText, checkWord} from './check-values.ts';
import type {ContentFile, ContentObjectDescription, RepresentationDescription} from './content-description.ts';
import type {AssetDescription} from './description.ts';
import type {PlannedEntity, PlannedFormat, PlannedObject, PlannedRepresentation} from './plan.ts';
import type {PlanContext} from './plan-entity.ts';
import {createPlaces} from './plan-file.ts';
import {planContentFile, planFormat, planObject} from './plan-object.ts';

/** Decides about the representations of an asset. @throws ConfigurationError */
export function planRepresentations(
	{title, representations}: AssetDescription,
	asset: PlannedEntity,
	context: PlanContext,
): PlannedRepresentation[] {
	if (representations.length === 0) {
		throw new ConfigurationError(`The asset "${title}" has no representations. Give it at least one with a file.`);
	}
	const counts = new Map<string, number>();
	const known = new Map<ContentObjectDescription, PlannedObject>();
	return representations.map(representation => {
		const {type, name, properties = []} = representation;
		if (type === '' || name === '') {
			throw new ConfigurationError(`A representation of the asset "${title}" has no ${type === '' ? 'type' : 'name'}.`);
		}
		checkWord('type', type, `A representation of the asset "${title}"`);
		checkText('Name', name);
		const count = (counts.get(type) ?? 0) + 1;
		counts.set(type, count);
		const what = `The representation ${type} of the asset "${title}"`;
		if (properties.length > 0) {
			context.version.require('6.2', `${what} with properties`);
		}
		return {
			asset,
			type,
			name: name ?? (count === 1 ? type : `${type} ${count}`),
			formats: planFormats(representation, what, context),
			properties: properties.map(checkProperty),
			unknown: context.version.takeUnknown(representation.unknown, what),
			...planContent(representation, asset, {what, known}, context),
		};
	});
}

function planFormats({formats = []}: RepresentationDescription, what: string, {version}: PlanContext): readonly PlannedFormat[] {
	if (formats.length > 0) {
		version.require('6.2', `${what} with formats`);
	}
	if (formats.some(({valid}) => valid === undefined)) {
		version.require('6.9', `${what} with a format that does not say whether it is valid`);
	}
	return formats.map((format, index) => planFormat(format, index, what));
}

interface ContentContext {
	readonly what: string;
	/** Those of the representations before. */
	readonly known: Map<ContentObjectDescription, PlannedObject>;
}

type PlannedContent = Pick<PlannedRepresentation, 'objects' | 'walk'>;

function planContent(
	{type, files, contentObjects}: RepresentationDescription,
	asset: PlannedEntity,
	{what, known}: ContentContext,
	context: PlanContext,
): PlannedContent {
	if (files !== undefined && contentObjects !== undefined) {
		throw new ConfigurationError(`${what} has both files and content objects. Give one of the two.`);
	}
	const refuseEmpty = (count: number): void => {
		if (count === 0 && type !== 'Physical') {
			throw new ConfigurationError(`${what} has no files.`);
		}
	};
	const findPlace = createPlaces(context.nameFolder(type));
	const plan = (file: ContentFile | File): PlannedObject => planContentFile(file, asset, findPlace, context);
	if (files !== undefined && !(Symbol.iterator in files)) {
		return {objects: undefined, walk: () => planOneByOne(files, plan, refuseEmpty)};
	}
	const objects = Array.from(files ?? [], plan);
	for (const description of contentObjects ?? []) {
		const object = known.get(description) ?? planObject(description, asset, findPlace, context);
		known.set(description, object);
		objects.push(object);
	}
	refuseEmpty(objects.length);
	return {objects, walk: () => objects};
}

async function* planOneByOne(
	files: AsyncIterable<ContentFile | File>,
	plan: (file: ContentFile | File) => PlannedObject,
	refuseEmpty: (count: number) => void,
): AsyncGenerator<PlannedObject, undefined> {
	let count = 0;
	for await (const file of files) {
		count++;
		yield plan(file);
	}
	refuseEmpty(count);
	return undefined;
}
