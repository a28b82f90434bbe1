import {existsSync, readFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {parseAst} from 'rolldown/parseAst';

/** A method of a public class, or a public function. */
export interface PublicCall {
	/** `Retention.policies`, or the name of a function. */
	readonly name: string;
	/** As a caller writes it: `retention.policies`, or the name of a function. */
	readonly called: string;
	/** The subpath it is imported from, such as `./retention`. */
	readonly subpath: string;
	/** Its docstring; '' when it has none. */
	readonly text: string;
}

/** A node of a syntax tree (ESTree), as far as it is looked at. */
export interface Node {
	readonly type: string;
	readonly start: number;
	readonly [key: string]: unknown;
}

/** The methods of all classes and the functions that the subpaths of a package export. */
export function publicCalls(home: string): PublicCall[] {
	const {exports} = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
		exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
	};
	const found = new Map<string, PublicCall>();
	const places = placesOf(join(home, 'src', `${basename(home)}.ts`), '');
	for (const [subpath, target] of Object.entries(exports)) {
		const index = typeof target === 'object' ? target['@fonds/source'] : undefined;
		if (index === undefined || subpath === '.') continue;
		for (const [name, file] of exportedFrom(join(home, index))) {
			for (const call of callsOf(file, name, subpath, places)) if (!found.has(call.name)) found.set(call.name, call);
		}
	}
	return [...found.values()];
}

/** Values that an index file exports from other files, with the file each comes from. */
function exportedFrom(index: string): [name: string, file: string][] {
	return parse(index).body.flatMap(statement => {
		if (statement.type !== 'ExportNamedDeclaration' || statement['exportKind'] === 'type' || !isNode(statement['source'])) return [];
		const file = join(dirname(index), String(statement['source']['value']));
		if (!existsSync(file)) return [];
		return nodesOf(statement['specifiers'])
			.filter(specifier => specifier['exportKind'] !== 'type')
			.map(specifier => [nameOf(specifier['local']), file] satisfies [string, string]);
	});
}

function callsOf(file: string, name: string, subpath: string, places: ReadonlyMap<string, string>): PublicCall[] {
	const {body, source} = parse(file);
	for (const statement of body) {
		const declaration = statement['declaration'];
		if (statement.type !== 'ExportNamedDeclaration' || !isNode(declaration) || nameOf(declaration['id']) !== name) continue;
		if (declaration.type === 'FunctionDeclaration') return [{name, called: name, subpath, text: docstring(source, statement.start)}];
		if (declaration.type !== 'ClassDeclaration' || !isNode(declaration['body'])) return [];
		const instance = places.get(name) ?? name.charAt(0).toLowerCase() + name.slice(1);
		return nodesOf(declaration['body']['body'])
			.filter(member => member.type === 'MethodDefinition' && member['kind'] === 'method' && isPublic(member))
			.map(member => {
				const method = nameOf(member['key']);
				return {name: `${name}.${method}`, called: `${instance}.${method}`, subpath, text: docstring(source, member.start)};
			});
	}
	return [];
}

/** Where the instances of classes are found, from a client on: `Users` is at `admin.users`. */
function placesOf(file: string, prefix: string): ReadonlyMap<string, string> {
	const {body} = parse(file);
	const sources = new Map(
		body.flatMap(statement =>
			statement.type === 'ImportDeclaration' && isNode(statement['source'])
				? nodesOf(statement['specifiers']).map(
						specifier => [nameOf(specifier['local']), join(dirname(file), String((statement['source'] as Node)['value']))] as const,
					)
				: [],
		),
	);
	const places = new Map<string, string>();
	for (const member of body.flatMap(statement => membersOf(statement))) {
		const annotation = member['typeAnnotation'];
		const type = isNode(annotation) && isNode(annotation['typeAnnotation']) ? nameOf(annotation['typeAnnotation']['typeName']) : '';
		const source = sources.get(type);
		if (member.type !== 'PropertyDefinition' || source === undefined || !existsSync(source) || !isPublic(member)) continue;
		const place = `${prefix}${nameOf(member['key'])}`;
		places.set(type, places.has(type) ? `${prefix}*` : place);
		if (prefix === '') for (const [name, inner] of placesOf(source, `${place}.`)) places.set(name, inner);
	}
	return places;
}

/** The members of an exported class. */
function membersOf({declaration}: Node): readonly Node[] {
	return isNode(declaration) && declaration.type === 'ClassDeclaration' && isNode(declaration['body'])
		? nodesOf(declaration['body']['body'])
		: [];
}

function isPublic(member: Node): boolean {
	return isNode(member['key']) && member['key'].type === 'Identifier' && member['accessibility'] !== 'private';
}

/** The comment right before a place of the source. */
function docstring(source: string, at: number): string {
	return (
		/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*$/
			.exec(source.slice(0, at))?.[1]
			?.replaceAll(/^\s*\* ?/gmu, '')
			.trim() ?? ''
	);
}

/** Reads a TypeScript file. */
export function parse(file: string): {readonly body: readonly Node[]; readonly source: string} {
	const source = readFileSync(file, 'utf8');
	return {body: nodesOf(parseAst(source, {lang: 'ts'}).body), source};
}

/** Is this a node of a syntax tree? */
export function isNode(value: unknown): value is Node {
	return typeof value === 'object' && value !== null && 'type' in value;
}

/** The nodes in a list of a syntax tree. */
export function nodesOf(value: unknown): readonly Node[] {
	return Array.isArray(value) ? value.filter(item => isNode(item)) : [];
}

/** The name of an identifier; '' for anything else. */
export function nameOf(value: unknown): string {
	return isNode(value) && typeof value['name'] === 'string' ? value['name'] : '';
}
