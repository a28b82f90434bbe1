import {ConfigurationError} from '@fonds/core';
import {createPathClaims, sameness} from '../entries/path-claims.ts';
import type {ContentObjectDescription} from '../xip/content-description.ts';
import type {AssetDescription} from '../xip/description.ts';
import {planPackage} from '../xip/plan-package.ts';
import type {PlannedFile, PlannedObject, PlannedRepresentation, XipPlan} from '../xip/plan.ts';
import {createNames, nameFromTitle} from './names.ts';
import {refuseUntold} from './refuse-untold.ts';
import type {PaxLayoutOptions} from './options.ts';

/** A PAX with everything decided that can be before the files are read. */
export interface PaxPlan {
	readonly name: string;
	/** Locations of files are their folders in the PAX. */
	readonly plan: XipPlan;
	/** Path of the `.xip`, if there is one. */
	readonly metadata: string | undefined;
}

/** @throws ConfigurationError */
export function planPax(asset: AssetDescription, {name, xip = true, ...options}: PaxLayoutOptions): PaxPlan {
	const own = name ?? nameFromTitle(asset.title);
	checkName(own);
	const made = new Set<string>();
	const createRef = (): string => {
		const ref = options.createRef?.() ?? crypto.randomUUID();
		made.add(ref);
		return ref;
	};
	const plan = planPackage({assets: [withoutEmptyRefs(asset)]}, {...options, createRef, id: own});
	const place = createPlacing(plan, xip ? undefined : made);
	return {
		name: own,
		plan: {...plan, representations: plan.representations.map(place)},
		metadata: xip ? `${own}.xip` : undefined,
	};
}

/** @throws ConfigurationError for a name that is not one of one file. */
export function checkName(name: string): void {
	createPathClaims()(name);
	if (name.includes('/')) {
		throw new ConfigurationError(`The name "${name}" holds a slash. It is the name of one file or folder.`);
	}
}

/** What was read from a PAX without a `.xip` has no references. One object stays one, wherever it is. */
function withoutEmptyRefs(asset: AssetDescription): AssetDescription {
	const changed = new Map<ContentObjectDescription, ContentObjectDescription>();
	const change = (item: ContentObjectDescription): ContentObjectDescription => {
		const made = changed.get(item) ?? withoutEmptyRef(item);
		changed.set(item, made);
		return made;
	};
	return {
		...withoutEmptyRef(asset),
		representations: asset.representations.map(item => ({...item, contentObjects: item.contentObjects?.map(change)})),
	};
}

function withoutEmptyRef<T extends {readonly ref?: string | undefined}>(item: T): T {
	return item.ref === '' ? {...item, ref: undefined} : item;
}

/** @param madeRefs - References nobody gave; undefined if there is a `.xip` that tells them all. */
function createPlacing(
	plan: XipPlan,
	madeRefs: ReadonlySet<string> | undefined,
): (representation: PlannedRepresentation) => PlannedRepresentation {
	const totals = new Map<string, number>();
	plan.representations.forEach(({type}) => totals.set(type, (totals.get(type) ?? 0) + 1));
	const counts = new Map<string, number>();
	const nameFolder = createNames();
	const placed = new Map<object, PlannedObject>();
	return representation => {
		const {type, objects, walk} = representation;
		const count = (counts.get(type) ?? 0) + 1;
		counts.set(type, count);
		const wanted = `Representation_${nameFromTitle(type)}${totals.get(type) === 1 ? '' : `_${count}`}`;
		const folder = nameFolder(wanted);
		const told = madeRefs && refuseUntold(plan, representation, {count, madeRefs});
		if (folder !== wanted) {
			told?.refuse(`the type ${JSON.stringify(type)}`);
		}
		const nameObject = createNames();
		const place = (object: PlannedObject): PlannedObject => {
			const known = placed.get(object.entity);
			if (known !== undefined) {
				told?.refuse(`"${object.entity.title}" in two representations`);
				return known;
			}
			const name = nameObject(nameFromTitle(object.entity.title));
			told?.object(object, name);
			const made = placeObject(object, `${folder}/${name}`);
			placed.set(object.entity, made);
			return made;
		};
		if (objects === undefined) {
			return {...representation, walk: () => placeAll(walk(), place)};
		}
		const all = objects.map(place);
		return {...representation, objects: all, walk: () => all};
	};
}

async function* placeAll(
	objects: Iterable<PlannedObject> | AsyncIterable<PlannedObject>,
	place: (object: PlannedObject) => PlannedObject,
): AsyncGenerator<PlannedObject, undefined> {
	for await (const object of objects) {
		yield place(object);
	}
	return undefined;
}

function placeObject(object: PlannedObject, folder: string): PlannedObject {
	const generations = object.generations.map((generation, index) => ({
		...generation,
		files: placeFiles(generation.files, `${folder}/Generation_${index + 1}`),
	}));
	return {...object, generations};
}

/** Of files with one name, all but the first go into folders of their own. */
function placeFiles(files: readonly PlannedFile[], folder: string): readonly PlannedFile[] {
	const taken = new Map<string, number>();
	return files.map(file => {
		const number = (taken.get(sameness(file.filename)) ?? 0) + 1;
		taken.set(sameness(file.filename), number);
		return {...file, location: number === 1 ? folder : `${folder}/${number}`};
	});
}
