// Reads at full speed, and says how long it took: sandbox-reader.ts <url> <folder> <assets> <reads>, with the token in PRESERVICA_TOKEN.
import {Agent, get} from 'node:http';
import {peakMemory} from './peak-memory.ts';

const [, , url = '', folder = '', assets = '', reads = ''] = process.argv;
const headers = {'preservica-access-token': process.env['PRESERVICA_TOKEN'] ?? ''};
const agent = new Agent({keepAlive: true, maxSockets: 8});
const entity = `${url}/api/entity`;
const children = `${entity}/structural-objects/${folder}/children`;

/** The body of an answer, which must be a good one. */
function read(address: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const request = get(address, {agent, headers}, response => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => {
				const body = Buffer.concat(chunks).toString();
				if (response.statusCode === 200) resolve(body);
				else reject(new Error(`${address} answered ${response.statusCode}: ${body}`));
			});
			response.on('error', reject);
		});
		request.on('error', reject);
	});
}

/** References of a page of children, which must be a whole one. */
async function page(start: number): Promise<readonly string[]> {
	const refs = [...(await read(`${children}?start=${start}&max=100`)).matchAll(/ ref="([^"]+)"/g)].map(([, ref = '']) => ref);
	if (refs.length !== 100) throw new Error(`The page at ${start} has ${refs.length} children.`);
	return refs;
}

/** One read: an asset, its identifiers, or a page, in turn, all over the folder. */
async function step(at: number): Promise<void> {
	const start = ((at * 7919) % (Number(assets) / 100)) * 100;
	if (at % 3 === 0) known = await page(start);
	else await read(`${entity}/information-objects/${known[at % 100]}${at % 3 === 1 ? '' : '/identifiers'}`);
}

let known = await page(0);
let next = 0;
const start = performance.now();
await Promise.all(
	Array.from({length: 8}, async () => {
		while (next < Number(reads)) await step(next++);
	}),
);
const seconds = (performance.now() - start) / 1000;
agent.destroy();
console.log(JSON.stringify({seconds, peakMemory: peakMemory()}));
