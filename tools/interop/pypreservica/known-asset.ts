import {createHash} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import {parseXml, type XmlElement} from '../../../packages/core/src/xml/index.ts';
import type {Preservica} from '../../../packages/preservica/src/index.ts';

/** An asset, as whoever packaged it says it is. */
export interface KnownAsset {
	readonly ref: string;
	readonly title: string;
	/** '' for none. */
	readonly description: string;
	readonly securityTag: string;
	/** Reference of its folder. */
	readonly parent: string;
	readonly representations: readonly KnownRepresentation[];
	/** Pairs of type and value. */
	readonly identifiers: readonly (readonly [type: string, value: string])[];
	/** Pairs of schema and document. */
	readonly metadata: readonly (readonly [schema: string, xml: string])[];
}

interface KnownRepresentation {
	readonly type: string;
	readonly name: string;
	/** Name and SHA-256 of each file, in the order of the pages. */
	readonly files: readonly (readonly [name: string, sha256: string])[];
}

/** Reads an asset with Fonds, file by file, each checked against every digest the server has. @throws Error for a file without a digest. */
export async function readAsset(preservica: Preservica, ref: string): Promise<KnownAsset> {
	const {title, description = '', securityTag, parent = ''} = await preservica.entities.asset(ref);
	const identifiers = await preservica.entities.identifiers({type: 'asset', ref});
	const metadata = await preservica.entities.metadata({type: 'asset', ref});
	const representations = new Map<string, {type: string; name: string; files: (readonly [string, string])[]}>();
	for await (const {bitstream, representation} of preservica.bitstreams.ofAsset(ref)) {
		const {type, index, name = ''} = representation;
		const known = representations.get(`${type} ${index}`) ?? {type, name, files: []};
		representations.set(`${type} ${index}`, known);
		if (bitstream.fixities.length === 0) throw new Error(`${title}: ${bitstream.filename} has no digest.`);
		const bytes = await new Response(await preservica.bitstreams.download(bitstream)).bytes();
		known.files.push([bitstream.filename, sha256(bytes)]);
	}
	return {
		ref,
		title,
		description,
		securityTag,
		parent,
		representations: [...representations.values()],
		identifiers: identifiers.map(({type, value}) => [type, value] as const),
		metadata: metadata.map(({schema, xml}) => [schema, xml] as const),
	};
}

/**
 * In what an asset is not what it was packaged as. Prefixes of namespaces, and the order of what has none, do not count, nor does white space
 * between elements: pyPreservica indents what it packages.
 */
export function differences(found: KnownAsset, expected: KnownAsset): readonly string[] {
	const [own, wanted] = [comparable(found), comparable(expected)];
	return Object.keys(wanted)
		.filter(field => !isDeepStrictEqual(own[field], wanted[field]))
		.map(field => `${expected.title}: ${field} is ${JSON.stringify(own[field])}, not ${JSON.stringify(wanted[field])}`);
}

function comparable({representations, identifiers, metadata, ...rest}: KnownAsset): Readonly<Record<string, unknown>> {
	return {
		...rest,
		representations: representations.toSorted((one, other) => compare(one.type + one.name, other.type + other.name)),
		identifiers: identifiers.map(pair => pair.join('\n')).toSorted(),
		metadata: metadata.map(([schema, xml]) => JSON.stringify([schema, plain(parseXml(xml))])).toSorted(),
	};
}

function plain({name, namespace, attributes, children}: XmlElement): unknown {
	const named = attributes.map(attribute => `${attribute.namespace} ${attribute.name} ${attribute.value}`).toSorted();
	const content = children.filter(child => typeof child !== 'string' || child.trim() !== '');
	return [namespace, name, named, content.map(child => (typeof child === 'string' ? child : plain(child)))];
}

function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

export function sha256(bytes: Uint8Array): string {
	return createHash('sha256').update(bytes).digest('hex');
}
