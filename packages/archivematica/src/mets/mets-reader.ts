import type {XmlElement, XmlNode} from '@fonds/core/xml';
import {decodeAdministrative, decodeDescription, decodeDivision, decodeFile, decodeHeader, decodeStructure} from './mets-xml.ts';
import type {MetsSection, MetsStructure} from './mets-section.ts';
import {isNamed, mets} from './names.ts';
import {createXmlEvents} from './xml-events.ts';
import type {StartTag, XmlEvents} from './xml-events.ts';

/** Options of {@link readMets}. */
export interface ReadMetsOptions {
	/**
	 * Whether the `xml` of a section has also what tools printed (`objectCharacteristicsExtension`), often more than everything else together, and
	 * embedded content.
	 *
	 * @default false
	 */
	readonly extensions?: boolean | undefined;
	/** How many elements may be inside each other. @default 200 */
	readonly maxDepth?: number | undefined;
	/** How many characters one section may have; it is in memory as a whole. @default 16_777_216 */
	readonly maxSectionCharacters?: number | undefined;
}

/** Takes the bytes of a METS document and gives its sections. */
export interface MetsReader {
	/** The sections that were completed by these bytes. @throws DecodeError with line and column. */
	write(bytes: Uint8Array): readonly MetsSection[];
	/** @throws DecodeError when the document is not complete. */
	end(): readonly MetsSection[];
}

/** An element in the making. */
interface Building extends StartTag {
	readonly children: XmlNode[];
}

/** What is open around the section that is read. */
interface Container {
	readonly tag: XmlElement;
	/** Of an `amdSec`: the object it is about. */
	about: string | undefined;
	/** Of a `div`: the files it points at, until it was told. */
	files: string[] | undefined;
	/** Of a `div`: the labels down to it. */
	readonly path: readonly string[];
}

const leftOut: ReadonlySet<string> = new Set(['objectCharacteristicsExtension', 'binData', 'FContent']);
const containers: ReadonlySet<string> = new Set(['mets', 'amdSec', 'fileSec', 'fileGrp', 'structMap', 'div']);
const sections: ReadonlySet<string> = new Set(['metsHdr', 'dmdSec', 'techMD', 'rightsMD', 'sourceMD', 'digiprovMD', 'file', 'fptr']);

/** Makes a reader that holds one section at a time. */
export async function createMetsReader({
	extensions = false,
	maxDepth = 200,
	maxSectionCharacters = 16_777_216,
}: ReadMetsOptions = {}): Promise<MetsReader> {
	const open: Container[] = [];
	const building: Building[] = [];
	let found: MetsSection[] = [];
	let skipping = 0;
	let characters = 0;
	let isHeaderTold = false;

	const tellHeader = (source?: XmlElement): void => {
		const [root] = open;
		if (!isHeaderTold && root !== undefined) {
			isHeaderTold = true;
			found.push(decodeHeader(root.tag, source));
		}
	};

	const tellDivision = (container: Container | undefined): void => {
		if (container?.files === undefined) {
			return;
		}
		found.push(decodeDivision(container.tag, structureOf(open), container.path.slice(0, -1), container.files));
		container.files = undefined;
	};

	const openContainer = (tag: StartTag): void => {
		const element = {...tag, children: []};
		const outer = open.at(-1);
		if (tag.name !== 'mets') {
			tellHeader();
		}
		tellDivision(outer);
		const isDivision = tag.name === 'div';
		const label = tag.attributes.find(({name, namespace}) => name === 'LABEL' && namespace === '')?.value ?? '';
		open.push({
			tag: element,
			about: undefined,
			files: isDivision ? [] : undefined,
			path: isDivision ? [...(outer?.path ?? []), label] : [],
		});
	};

	const tell = (element: XmlElement): void => {
		const container = open.at(-1);
		if (element.name === 'metsHdr') {
			tellHeader(element);
			return;
		}
		tellHeader();
		if (element.name === 'fptr') {
			container?.files?.push(...fileIdOf(element));
		} else if (element.name === 'file') {
			found.push(decodeFile(element, useOf(open)));
		} else if (element.name === 'dmdSec') {
			found.push(decodeDescription(element));
		} else {
			const told = decodeAdministrative(element, idOf(container?.tag), container?.about);
			found.push(...told);
			if (container !== undefined) {
				container.about ??= told.find(section => section.kind === 'object')?.about;
			}
		}
	};

	const count = (amount: number): void => {
		characters += amount;
		if (characters > maxSectionCharacters) {
			events.fail(`A section has more than ${maxSectionCharacters} characters`, 'too-large');
		}
	};

	const events: XmlEvents = await createXmlEvents(
		{
			begin() {
				if (skipping > 0) {
					skipping += 1;
				}
				return skipping === 0;
			},
			open(tag) {
				const isMets = isNamed(tag, mets(tag.name));
				if (open.length === 0 && !(isMets && tag.name === 'mets')) {
					events.fail(`The document is no METS, it is <${tag.name}>`, 'not-mets');
				}
				if (!extensions && building.length > 0 && leftOut.has(tag.name)) {
					skipping = 1;
				} else if (building.length > 0 || (isMets && sections.has(tag.name))) {
					count(tag.attributes.reduce((sum, {value}) => sum + value.length, 50));
					building.push({...tag, children: []});
				} else if (isMets && containers.has(tag.name)) {
					openContainer(tag);
				} else {
					skipping = 1;
				}
			},
			text(text) {
				const children = skipping > 0 ? undefined : building.at(-1)?.children;
				if (children === undefined) {
					return;
				}
				count(text.length);
				const last = children.at(-1);
				if (typeof last === 'string') {
					children[children.length - 1] = last + text;
				} else if (text !== '') {
					children.push(text);
				}
			},
			close() {
				if (skipping > 0) {
					skipping -= 1;
					return;
				}
				const element = building.pop();
				if (element === undefined) {
					tellHeader();
					tellDivision(open.at(-1));
					open.pop();
					return;
				}
				const parent = building.at(-1);
				if (parent === undefined) {
					characters = 0;
					tell(element);
				} else {
					parent.children.push(element);
				}
			},
		},
		{maxDepth, maxCharacters: maxSectionCharacters},
	);

	const take = (): readonly MetsSection[] => {
		const taken = found;
		found = [];
		return taken;
	};

	return {
		write(bytes) {
			events.write(bytes);
			return take();
		},
		end() {
			events.end();
			return take();
		},
	};
}

function structureOf(open: readonly Container[]): MetsStructure {
	const structure = open.find(({tag}) => tag.name === 'structMap');
	return structure === undefined ? {id: undefined, type: undefined, label: undefined} : decodeStructure(structure.tag);
}

function useOf(open: readonly Container[]): string | undefined {
	return open.map(({tag}) => attribute(tag, 'USE')).findLast(use => use !== undefined);
}

function idOf(tag: XmlElement | undefined): string | undefined {
	return tag && attribute(tag, 'ID');
}

/** A pointer to a whole file, or to parts of one. */
function fileIdOf(pointer: XmlElement): readonly string[] {
	const id = attribute(pointer, 'FILEID');
	const inner = pointer.children.filter((node): node is XmlElement => typeof node === 'object');
	return id === undefined ? inner.flatMap(fileIdOf) : [id];
}

function attribute(tag: XmlElement, wanted: string): string | undefined {
	return tag.attributes.find(({name, namespace}) => name === wanted && namespace === '')?.value;
}
