import {expect, it} from 'vitest';
import {packageRefs} from '../../fixtures/build-package.ts';
import type {OpenArchive} from '../fixtures/open-archive.ts';
import {folderRef, openArchive} from '../fixtures/open-archive.ts';

interface Details {
	readonly value: {readonly name: string; readonly properties: readonly {readonly name: string; readonly value: string}[]};
}

async function propertiesOf({send}: OpenArchive, id: string, query = ''): Promise<readonly string[]> {
	const answer: Details = await (await send('GET', `/api/content/object-details?id=${encodeURIComponent(`sdb:${id}`)}${query}`)).json();
	return answer.value.properties.map(({name}) => name);
}

const history = ['cmis:createdBy', 'cmis:creationDate', 'cmis:lastModifiedBy', 'cmis:lastModificationDate'];

it.each([
	['', []],
	['&excludeproperties=', []],
	['&excludeproperties=history', history],
	['&excludeproperties=cmis:description,%20HISTORY', ['cmis:description', ...history]],
	['&excludeproperties=nothing,description', []],
])('leaves out of the details what excludeproperties names: %s', async (query, left) => {
	const open = await openArchive();
	for (const id of [`IO|${packageRefs.asset}`, `SO|${folderRef}`]) {
		const all = await propertiesOf(open, id);
		expect(all).toEqual(expect.arrayContaining([...history, 'cmis:name']));
		expect(await propertiesOf(open, id, query)).toEqual(all.filter(name => !left.includes(name)));
	}
});
