// node mets-program.ts <megabytes> <fonds|inventory|saxes>: reads a METS of that many megabytes, made on the way, and says how long it took.
import {readMets, readMetsInventory} from '@fonds/archivematica/mets';
import {iterate, streamFrom} from '@fonds/core/streams';
import {SaxesParser} from 'saxes';
import {amdSec, fileElement, type MadeFile, metsStart} from '../../packages/archivematica/src/fixtures/mets.ts';
import {peakMemory} from './peak-memory.ts';

const [megabytes = '100', reader = 'fonds'] = process.argv.slice(2);
const size = Number(megabytes) * 1_000_000;
const toolOutput = '<record name="x">What a tool printed about this file, at some length.</record>'.repeat(40);
let bytes = 0;

function file(index: number): MadeFile {
	return {path: `objects/folder-${index % 100}/file-${index}.txt`, toolOutput};
}

function* document(): Generator<string> {
	const count = Math.ceil(size / (amdSec(file(0), 0).length + fileElement(file(0), 0).length));
	yield metsStart;
	for (let index = 0; index < count; index++) yield amdSec(file(index), index);
	yield '<mets:fileSec><mets:fileGrp USE="original">';
	for (let index = 0; index < count; index++) yield fileElement(file(index), index);
	yield '</mets:fileGrp></mets:fileSec></mets:mets>';
}

function* counted(): Generator<Uint8Array> {
	const encoder = new TextEncoder();
	for (const text of document()) {
		const chunk = encoder.encode(text);
		bytes += chunk.length;
		yield chunk;
	}
}

const readers: Readonly<Record<string, () => Promise<number>>> = {
	async fonds() {
		let files = 0;
		for await (const {kind} of readMets(streamFrom(counted()))) if (kind === 'file') files += 1;
		return files;
	},
	async inventory() {
		return (await readMetsInventory(streamFrom(counted()))).files.filter(({fixities}) => fixities.length > 0).length;
	},
	async saxes() {
		let files = 0;
		const decoder = new TextDecoder('utf-8', {fatal: true});
		const parser = new SaxesParser({xmlns: true});
		parser.on('opentag', ({local}) => (files += local === 'file' ? 1 : 0));
		parser.on('text', () => {});
		for await (const chunk of iterate(streamFrom(counted()))) parser.write(decoder.decode(chunk, {stream: true}));
		parser.close();
		return files;
	},
};

const begin = performance.now();
const count = await readers[reader]?.();
console.log(JSON.stringify({count, bytes, seconds: (performance.now() - begin) / 1000, peakMemory: peakMemory()}));
