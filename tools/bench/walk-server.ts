// A Preservica that knows one tree of folders and assets only, and takes its time for every answer: walk-server.ts <entities> <milliseconds>.
// Prints its address. Pages are made beforehand, so that what is measured is the client and the waiting.
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';

const [, , entities = '100000', delay = '20'] = process.argv;
const assetsInFolder = 100;
const foldersInFolder = 10;

interface Child {
	readonly ref: string;
	readonly type: 'SO' | 'IO';
	readonly title: string;
}

/** The children of each folder: folders of folders, and assets in the lowest. */
const tree = new Map<string, readonly Child[]>();
const ref = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
let made = 0;
const lowest = Math.ceil(Number(entities) / (assetsInFolder + 1 + 1 / foldersInFolder));
const child = (type: Child['type'], title: string): Child => ({ref: ref(++made), type, title});
const tops: Child[] = [];
for (let index = 0; index < lowest; index++) {
	if (index % foldersInFolder === 0) {
		tops.push(child('SO', `Series ${tops.length + 1}`));
		tree.set(ref(made), []);
	}
	const top = tops.at(-1)?.ref ?? '';
	const folder = child('SO', `Box ${index + 1}`);
	tree.set(top, [...(tree.get(top) ?? []), folder]);
	const assets = Array.from({length: assetsInFolder}, (_, number) => child('IO', `Letter ${number + 1} of box ${index + 1}`));
	tree.set(folder.ref, assets);
}
tree.set('root', tops);

const server = createServer((request, response) => {
	const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
	const answer = (type: string, body: string): void => {
		setTimeout(() => response.writeHead(200, {'content-type': type}).end(body), Number(delay));
	};
	request.resume();
	const [, folder] = /\/api\/entity\/(?:structural-objects\/([^/]+)|root)\/children$/.exec(url.pathname) ?? [];
	if (url.pathname.endsWith('/children')) return answer('application/xml', page(url, folder ?? 'root'));
	if (url.pathname === '/api/accesstoken/login') {
		return answer('application/json', JSON.stringify({success: true, token: 'bench', validFor: 15, tenant: 'BENCH'}));
	}
	if (url.pathname === '/api/user/details') return answer('application/json', JSON.stringify({roles: []}));
	return answer('application/xml', '<VersionResponse><CurrentVersion>7.7.0</CurrentVersion></VersionResponse>');
});

function page(url: URL, folder: string): string {
	const children = tree.get(folder) ?? [];
	const start = Number(url.searchParams.get('start') ?? 0);
	const max = Number(url.searchParams.get('max') ?? 100);
	const items = children
		.slice(start, start + max)
		.map(item => `<Child title="${item.title}" ref="${item.ref}" type="${item.type}">${url.origin}/api/entity/x/${item.ref}</Child>`);
	const next = start + max < children.length ? `<Next>${url.origin}${url.pathname}?start=${start + max}&amp;max=${max}</Next>` : '';
	return `<ChildrenResponse xmlns="http://preservica.com/EntityAPI/v7.7" xmlns:xip="http://preservica.com/XIP/v7.7"><Children>${items.join('')}</Children><Paging>${next}<TotalResults>${children.length}</TotalResults></Paging></ChildrenResponse>`;
}

server.listen(0, '127.0.0.1', () => {
	const {port} = server.address() as AddressInfo;
	console.log(JSON.stringify({url: `http://127.0.0.1:${port}`, entities: made}));
});
