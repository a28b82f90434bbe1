// One walk, measured: walk-fonds.ts <url>.
import {Entities} from '../../packages/preservica/src/entities/index.ts';
import {Session} from '../../packages/preservica/src/auth/index.ts';
import {peakMemory} from './peak-memory.ts';

const [, , server = ''] = process.argv;
const start = performance.now();
const entities = new Entities(new Session({server, credentials: {username: 'bench', password: 'bench'}}));
let count = 0;
for await (const {ref} of entities.descendants(null)) count += ref === '' ? 0 : 1;
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({seconds, count, peakMemory: peakMemory()}));
