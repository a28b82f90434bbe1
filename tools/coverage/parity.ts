import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {PublicCall} from './public-api.ts';

const packages = ['core', 'preservica', 'archivematica', 'packaging'];

/** Names in the right column of a page that compares with another client, such as `docs/pypreservica.md`, that do not exist. */
export function unknownNames(root: string, page: string, calls: readonly PublicCall[]): string[] {
	const source = packages
		.flatMap(name => globSync(`packages/${name}/src/**/*.ts`, {cwd: root}).filter(file => !file.endsWith('.test.ts')))
		.map(file => readFileSync(join(root, file), 'utf8'))
		.join('\n');
	const called = new Set([...calls.map(call => call.called), 'job.done', 'archive.entries']);
	const exists = (name: string): boolean => {
		const [owner = '', member] = name.split('.');
		if (called.has(name) || called.has(name.replace(/\.\w+\./, '.*.'))) return true;
		if (member === undefined) return isDeclared(source, owner) || new RegExp(`\\breadonly ${owner}\\??:`).test(source);
		return /^[A-Z]/.test(owner) && isDeclared(source, owner) && new RegExp(`\\breadonly ${member}\\??:`).test(source);
	};
	const text = readFileSync(join(root, page), 'utf8');
	return [...text.matchAll(/^\|\s*`([\w.]+)`\s*\|(.*)\|$/gm)].flatMap(([, name = '', equal = '']) =>
		namesIn(equal)
			.filter(token => !exists(token))
			.map(token => `${page}: the equal of ${name} names ${token}, which does not exist.`),
	);
}

/** What the text in backquotes stands for, but for other names of pyPreservica, words of the platform and values. */
function namesIn(text: string): string[] {
	const others = /^(?:false|entity\.fragments|[a-z]+(?:_[a-z]+)+|Blob|From|To|Request|Response|PutObjectTask|asset|folder)$/;
	return [...text.matchAll(/`([A-Za-z][\w.]*)`/g)].map(([, token = '']) => token).filter(token => !others.test(token));
}

function isDeclared(source: string, name: string): boolean {
	return new RegExp(`\\bexport (?:declare )?(?:const|function|async function|async function\\*|class|interface|type) ${name}\\b`).test(
		source,
	);
}
