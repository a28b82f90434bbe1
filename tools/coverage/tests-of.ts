import {globSync} from 'node:fs';
import {join} from 'node:path';
import {isNode, nameOf, parse, type Node} from './public-api.ts';

/** How often the tests of each file call something, by its name: `Retention.policies`, or that of a function. */
export type TestedCalls = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Reads the test files of a package. Only files that expect something count. */
export function testedCalls(home: string): TestedCalls {
	const files = globSync('src/**/*.ts', {cwd: home}).toSorted();
	const trees = files.map(file => Object.assign(parse(join(home, file)), {file}));
	const classes = instances(trees.flatMap(({body}) => body));
	const calls = new Map<string, Map<string, number>>();
	for (const {file, body, source} of trees) {
		if (!file.endsWith('.test.ts') || !source.includes('expect(')) continue;
		for (const name of body.flatMap(statement => calledIn(statement, classes))) {
			const counts = calls.get(name) ?? new Map<string, number>();
			calls.set(name, counts.set(file, (counts.get(file) ?? 0) + 1));
		}
	}
	return calls;
}

/** Which classes the variables and properties of a name hold: `const retention = new Retention(…)`, `{retention: new Retention(…)}`. */
function instances(body: readonly Node[]): ReadonlyMap<string, ReadonlySet<string>> {
	const classes = new Map<string, Set<string>>();
	const note = (target: unknown, value: unknown): void => {
		if (!isNode(value) || value.type !== 'NewExpression') return;
		const name = nameOf(target) || (isNode(target) ? nameOf(target['property']) : '');
		classes.set(name, (classes.get(name) ?? new Set()).add(nameOf(value['callee'])));
	};
	for (const statement of body) {
		visit(statement, node => {
			if (node.type === 'VariableDeclarator') note(node['id'], node['init']);
			if (node.type === 'Property') note(node['key'], node['value']);
			if (node.type === 'AssignmentExpression') note(node['left'], node['right']);
		});
	}
	return classes;
}

function calledIn(statement: Node, classes: ReadonlyMap<string, ReadonlySet<string>>): string[] {
	const names: string[] = [];
	visit(statement, node => {
		if (node.type !== 'CallExpression' || !isNode(node['callee'])) return;
		const {callee} = node;
		if (callee.type === 'Identifier') names.push(nameOf(callee));
		if (callee.type !== 'MemberExpression') return;
		const method = nameOf(callee['property']);
		for (const owner of ownersOf(callee['object'], classes)) names.push(`${owner}.${method}`);
	});
	return names;
}

/** The classes something may be an instance of that a method is called on. */
function ownersOf(object: unknown, classes: ReadonlyMap<string, ReadonlySet<string>>): Iterable<string> {
	if (!isNode(object)) return [];
	if (object.type === 'NewExpression') return [nameOf(object['callee'])];
	const name = object.type === 'MemberExpression' ? nameOf(object['property']) : nameOf(object);
	return classes.get(name) ?? [];
}

function visit(node: Node, look: (node: Node) => void): void {
	look(node);
	for (const value of Object.values(node)) {
		for (const item of Array.isArray(value) ? value : [value]) if (isNode(item)) visit(item, look);
	}
}
