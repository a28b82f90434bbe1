import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {expect, it} from 'vitest';

const script = (reader: string) => `
	import {createMetsReader} from ${JSON.stringify(new URL('mets-reader.ts', import.meta.url).href)};
	import {createInventory} from ${JSON.stringify(new URL('mets-inventory.ts', import.meta.url).href)};
	import {amdSec, metsStart} from ${JSON.stringify(new URL('../fixtures/mets.ts', import.meta.url).href)};
	const reader = await createMetsReader();
	const inventory = ${reader === 'inventory' ? 'createInventory()' : 'undefined'};
	const encoder = new TextEncoder();
	const toolOutput = '<record name="x">What a tool printed about this file.</record>'.repeat(60);
	const heap = () => (globalThis.gc(), process.memoryUsage().heapUsed);
	reader.write(encoder.encode(metsStart));
	let before = 0;
	let bytes = 0;
	for (let index = 0; index < 3200; index++) {
		if (index === 200) before = heap();
		const chunk = encoder.encode(amdSec({path: 'objects/file.txt', toolOutput}, index));
		bytes += index < 200 ? 0 : chunk.length;
		const sections = reader.write(chunk);
		inventory?.add(sections);
	}
	console.log(JSON.stringify({bytes, grown: heap() - before, kept: inventory?.result().files.length}));`;

it.each([
	['sections', 500],
	['inventory', 2000],
])(
	'reads %s with at most %d bytes of memory a file, whatever the document has',
	async (reader, perFile) => {
		const {stdout} = await promisify(execFile)(process.execPath, [
			'--conditions=@fonds/source',
			'--expose-gc',
			'--input-type=module',
			'--eval',
			script(reader),
		]);
		const {bytes, grown}: {bytes: number; grown: number} = JSON.parse(stdout);
		expect(bytes).toBeGreaterThan(15_000_000);
		expect(grown / 3000).toBeLessThan(perFile);
	},
	60_000,
);
