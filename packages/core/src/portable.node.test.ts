import {glob, readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';

const root = new URL('.', import.meta.url).pathname;

it('what browsers load imports nothing of Node and names none of its globals', async () => {
	const guilty: string[] = [];
	for await (const file of glob('**/*.ts', {cwd: root})) {
		if (!file.startsWith('node/') && !/(?:\.test|^fixtures\/.*)\.ts$|\/fixtures\//.test(file)) {
			const code = (await readFile(root + file, 'utf8')).replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '');
			if (/from 'node:|import\('node:|(?<![.\w])(?:process|Buffer|require|__dirname|setImmediate)\b(?!['":?]|\s*[:=])/.test(code)) {
				guilty.push(file);
			}
		}
	}

	expect(guilty).toEqual([]);
});

it('importing any part does nothing that can be seen', async () => {
	const before = new Set(Object.getOwnPropertyNames(globalThis));
	for (const part of ['index', 'json/index', 'xml/index', 'hash/index', 'streams/index', 'testing/index', 'node/index']) {
		await import(/* @vite-ignore */ `./${part}.ts`);
	}

	expect(Object.getOwnPropertyNames(globalThis).filter(name => !before.has(name))).toEqual([]);
});
