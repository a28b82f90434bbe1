import type {Tell} from '../opex/tell.ts';
import type {PackageFile, PackageTree} from '../tree/package-tree.ts';
import type {XipAsset, XipBitstream, XipContentObject, XipGeneration, XipRepresentation} from '../xip/contents.ts';
import {bitstreamOf} from '../xip/locate-files.ts';

/** Where a file of a PAX is. */
interface Place {
	readonly representation: string;
	readonly type: string;
	readonly number: number;
	readonly object: string;
	readonly generation: number;
}

const form = /^(Representation_([^/]+?)(?:_(\d+))?)\/([^/]+)\/(?:Generation_(\d+)\/)?(?:\d+\/)?[^/]+$/i;

/** Is this where content of a PAX belongs? */
export function isPlaced(path: string): boolean {
	return form.test(path);
}

/** Tells the asset from names of folders: representations, content objects, generations. */
export function assetOfFolders({files}: PackageTree, title: string, tell: Tell): XipAsset {
	const representations = new Map<string, {readonly place: Place; readonly objects: Map<string, Map<number, PackageFile[]>>}>();
	for (const file of files.values()) {
		const place = placeOf(file.path);
		if (place === undefined) {
			continue;
		}
		const representation = representations.get(place.representation) ?? {place, objects: new Map()};
		representations.set(place.representation, representation);
		const generations = representation.objects.get(place.object) ?? new Map<number, PackageFile[]>();
		representation.objects.set(place.object, generations);
		const own = generations.get(place.generation) ?? [];
		generations.set(place.generation, own);
		own.push(file);
	}
	tellMixed(files, tell);
	const sorted = [...representations.values()].toSorted((a, b) => compare(rank(a.place), rank(b.place)) || a.place.number - b.place.number);
	return {...plainEntity(title), representations: sorted.map(({place, objects}) => representationOf(place, objects))};
}

function placeOf(path: string): Place | undefined {
	const [, representation = '', type = '', number, object = '', generation] = form.exec(path) ?? [];
	return representation === ''
		? undefined
		: {representation, type, number: Number(number ?? 0), object, generation: Number(generation ?? 1)};
}

/** Content as it was preserved comes first. */
function rank({type}: Place): string {
	return type === 'Preservation' ? '' : type;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** A content object with files in generations and beside them: which are the latest? */
function tellMixed(files: ReadonlyMap<string, PackageFile>, tell: Tell): void {
	const kinds = new Map<string, boolean>();
	for (const path of files.keys()) {
		const [, representation = '', , , object = '', generation] = form.exec(path) ?? [];
		const folder = `${representation}/${object}`;
		const isIn = generation !== undefined;
		if (representation !== '' && (kinds.get(folder) ?? isIn) !== isIn) {
			tell(
				'mixed-generations',
				`"${folder}" has files in generations and others beside them, which are taken for the first.`,
				'error',
				path,
			);
		}
		kinds.set(folder, isIn);
	}
}

const plainEntity = (title: string) => ({
	ref: '',
	title,
	description: undefined,
	securityTag: undefined,
	customType: undefined,
	parent: undefined,
	identifiers: [],
	metadata: [],
	unknown: [],
});

function representationOf({type}: Place, objects: ReadonlyMap<string, ReadonlyMap<number, readonly PackageFile[]>>): XipRepresentation {
	const names = [...objects.keys()].toSorted(compare);
	return {
		type,
		name: undefined,
		contentObjects: names.map(name => objectOf(name, objects.get(name)!)),
		formats: [],
		properties: [],
		unknown: [],
	};
}

function objectOf(name: string, generations: ReadonlyMap<number, readonly PackageFile[]>): XipContentObject {
	const numbers = [...generations.keys()].toSorted((a, b) => a - b);
	return {
		...plainEntity(name),
		generations: numbers.map((number, index): XipGeneration => ({
			original: index === 0,
			active: index === numbers.length - 1,
			label: undefined,
			formatGroup: undefined,
			effectiveDate: undefined,
			bitstreams: generations.get(number)!.map(bitstream),
			formats: [],
			properties: [],
			unknown: [],
		})),
	};
}

function bitstream(file: PackageFile): XipBitstream {
	const slash = file.path.lastIndexOf('/');
	const fields = {
		filename: file.path.slice(slash + 1),
		location: file.path.slice(0, slash),
		originalFilename: undefined,
		physicalFilename: undefined,
		container: undefined,
		extractionTool: undefined,
		extractionToolParams: undefined,
		size: file.size,
		fixities: [],
		unknown: [],
	};
	return bitstreamOf(fields, file.path, file);
}
