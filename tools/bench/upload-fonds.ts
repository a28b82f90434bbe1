// One upload, measured: upload-fonds.ts <url> <tenant> <file> <folder>, with PRESERVICA_TOKEN in the environment.
import {packageAssets} from '../../packages/packaging/src/index.ts';
import {entryFromPath} from '../../packages/packaging/src/node/index.ts';
import {Preservica} from '../../packages/preservica/src/index.ts';
import {peakMemory} from './peak-memory.ts';

const [, , server = '', tenant = '', file = '', parent = ''] = process.argv;
const start = performance.now();
const preservica = new Preservica({server, tenant, credentials: {token: process.env['PRESERVICA_TOKEN'] ?? ''}});
const assets = [{title: 'Film', representations: [{type: 'Preservation', files: [await entryFromPath(file)]}]}];
const job = await preservica.uploads.upload(packageAssets({parent, assets}), {folder: parent});
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({seconds, peakMemory: peakMemory(), progressToken: job.id}));
