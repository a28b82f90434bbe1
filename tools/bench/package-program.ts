// One package, or the SHA-1 of the file alone, measured: package-program.ts <hash|stream|file> <file or folder> [target].
import {createHash} from 'node:crypto';
import {createReadStream, statSync} from 'node:fs';
import {entryFromPath, readDirectory, writePackage, type FileEntry} from '../../packages/packaging/src/node/index.ts';
import {packageAssets, type XipPackage} from '../../packages/packaging/src/xip/index.ts';
import {peakMemory} from './peak-memory.ts';

interface Made {
	/** Length of what was made. */
	readonly size: number;
	/** The length it must have; to find that out is not part of the work. */
	expected(): number | undefined;
}

const works: Readonly<Record<string, (source: string, target: string) => Promise<Made>>> = {
	async hash(source) {
		const hash = createHash('sha1');
		for await (const chunk of createReadStream(source, {highWaterMark: 1024 * 1024})) hash.update(chunk as Uint8Array);
		return {size: hash.digest('hex').length, expected: () => 40};
	},
	async stream(source) {
		const made = await describe(source);
		let size = 0;
		for await (const chunk of made.bytes) size += chunk.length;
		return {size, expected: () => made.size};
	},
	async file(source, target) {
		const made = await describe(source);
		const {size} = await writePackage(target, made);
		return {size, expected: () => made.size};
	},
};

async function describe(source: string): Promise<XipPackage> {
	if (!statSync(source).isDirectory()) return packageAssets({assets: [asset(await entryFromPath(source))]});
	const assets: ReturnType<typeof asset>[] = [];
	for await (const entry of readDirectory(source)) assets.push(asset(entry));
	return packageAssets({assets});
}

function asset(entry: FileEntry) {
	return {title: entry.path, representations: [{type: 'Preservation', files: [entry]}]};
}

const [work = '', source = '', target = ''] = process.argv.slice(2);
const start = performance.now();
const made = await works[work]?.(source, target);
const measured = {seconds: (performance.now() - start) / 1000, peakMemory: peakMemory()};
const expected = made?.expected();
if (made === undefined || made.size !== expected) throw new Error(`The result has the length ${made?.size} and should have ${expected}.`);
console.log(JSON.stringify(measured));
