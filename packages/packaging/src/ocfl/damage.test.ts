import {describe, expect, it} from 'vitest';
import {collect, textBytes} from '../fixtures/entries.ts';
import {codesOf, edit, editBoth, put, rename, twoVersions, written, type Json} from '../fixtures/ocfl.ts';
import {treeOf, type Files} from '../fixtures/trees.ts';
import {readOcflObject, validateOcflObject} from './index.ts';

describe('damage', () => {
	/** What is done to an object of one version, and the codes that validation has to give among others. */
	const table: readonly (readonly [
		what: string,
		damage: (files: Files) => void | Promise<void>,
		codes: readonly string[],
		emptyFolders?: readonly string[],
	])[] = [
		['a strange file in the root', files => void files.set('notes.txt', textBytes('x')), ['E001']],
		['a strange folder in the root', files => void files.set('other/notes.txt', textBytes('x')), ['E001']],
		['an empty folder in the root', () => {}, ['E001'], ['other']],
		['no declaration', files => void files.delete('0=ocfl_object_1.1'), ['E003']],
		['two declarations', files => void files.set('0=ocfl_object_1.0', textBytes('ocfl_object_1.0\n')), ['E003']],
		['a declaration of another kind', files => rename(files, '0=ocfl_object_1.1', '1=ocfl_object_1.1'), ['E006']],
		['a declaration of an unknown release', files => rename(files, '0=ocfl_object_1.1', '0=ocfl_object_9.9'), ['E006']],
		['a declaration without its text', files => void files.set('0=ocfl_object_1.1', textBytes('ocfl_object_1.1')), ['E007']],
		['a declaration that is no text', files => void files.set('0=ocfl_object_1.1', new Uint8Array([0xff, 0xfe])), ['E007']],
		['no inventory', files => void files.delete('inventory.json'), ['E063']],
		['no sidecar', files => void files.delete('inventory.json.sha512'), ['E058']],
		['a sidecar of another form', files => void files.set('inventory.json.sha512', textBytes('0123')), ['E061']],
		[
			'a sidecar with another digest',
			files => void files.set('inventory.json.sha512', textBytes(`${'0'.repeat(128)} inventory.json`)),
			['E060'],
		],
		['an inventory that is no JSON', async files => put(files, 'inventory.json', '{'), ['E033']],
		['an inventory that is a list', async files => put(files, 'inventory.json', '[]'), ['E033']],
		[
			'a declaration of another release than the inventory',
			files => {
				rename(files, '0=ocfl_object_1.1', '0=ocfl_object_1.0');
				files.set('0=ocfl_object_1.0', textBytes('ocfl_object_1.0\n'));
			},
			['E038'],
		],
		[
			'no folder of a version',
			files => {
				for (const path of files.keys()) if (path.startsWith('v1/')) files.delete(path);
			},
			['E010', 'E092'],
		],
		['a folder of a version that the inventory has not', files => void files.set('v2/content/x', textBytes('x')), ['E046']],
		['a strange file in a version', files => void files.set('v1/notes.txt', textBytes('x')), ['E015']],
		['a strange folder in a version', files => void files.set('v1/notes/x.txt', textBytes('x')), ['W002']],
		['an empty folder in the content', () => {}, ['E024'], ['v1/content/letters/none']],
		['a sidecar in a version whose inventory was lost', files => void files.delete('v1/inventory.json'), ['E015', 'W010']],
		[
			'no inventory in a version',
			files => {
				files.delete('v1/inventory.json');
				files.delete('v1/inventory.json.sha512');
			},
			['W010'],
		],
		[
			'another inventory in the newest version',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['versions'].v1.message = 'Other';
				}),
			['E064', 'W011'],
		],
		['a file that no manifest has', files => void files.set('v1/content/extra.txt', textBytes('x')), ['E023']],
		['a file that is missing', files => void files.delete('v1/content/letters/1.txt'), ['E092']],
		['a file that was changed', files => void files.set('v1/content/letters/1.txt', textBytes('One')), ['E092']],
		['a file among the extensions', files => void files.set('extensions/x.txt', textBytes('x')), ['E067']],
		['an extension that is not registered', files => void files.set('extensions/own/x.txt', textBytes('x')), ['W013']],
		...(
			[
				[
					'an unknown key',
					json => {
						json['more'] = 1;
					},
					['E102'],
				],
				[
					'no id',
					json => {
						delete json['id'];
					},
					['E036'],
				],
				[
					'an id that is no URI',
					json => {
						json['id'] = 'x';
					},
					['W005'],
				],
				[
					'no head',
					json => {
						delete json['head'];
					},
					['E036'],
				],
				[
					'a head that is not the newest',
					json => {
						json['head'] = 'v2';
					},
					['E040'],
				],
				[
					'an unknown type',
					json => {
						json['type'] = 'https://example.org';
					},
					['E038'],
				],
				[
					'a weak digest',
					json => {
						json['digestAlgorithm'] = 'md5';
					},
					['E025'],
				],
				[
					'no manifest',
					json => {
						delete json['manifest'];
					},
					['E041'],
				],
				[
					'a manifest that is a list',
					json => {
						json['manifest'] = [];
					},
					['E106'],
				],
				[
					'a manifest without lists',
					json => {
						json['manifest'] = {ab: 'v1/content/x'};
					},
					['E092'],
				],
				[
					'no versions',
					json => {
						delete json['versions'];
					},
					['E043'],
				],
				[
					'versions that are a list',
					json => {
						json['versions'] = [];
					},
					['E044'],
				],
				[
					'not one version',
					json => {
						json['versions'] = {};
					},
					['E008'],
				],
				[
					'a version that is a text',
					json => {
						json['versions'].v1 = 'x';
					},
					['E047'],
				],
				[
					'a version of another name',
					json => {
						json['versions'].one = json['versions'].v1;
					},
					['E046'],
				],
				[
					'versions with a gap',
					json => {
						json['versions'].v3 = json['versions'].v1;
						json['head'] = 'v3';
					},
					['E010'],
				],
				[
					'no date',
					json => {
						delete json['versions'].v1.created;
					},
					['E048'],
				],
				[
					'a date without a zone',
					json => {
						json['versions'].v1.created = '2026-11-21T10:00:00';
					},
					['E049'],
				],
				[
					'a day that does not exist',
					json => {
						json['versions'].v1.created = '2026-02-30T10:00:00Z';
					},
					['E049'],
				],
				[
					'no state',
					json => {
						delete json['versions'].v1.state;
					},
					['E048'],
				],
				[
					'a state that is a text',
					json => {
						json['versions'].v1.state = 'x';
					},
					['E050'],
				],
				[
					'a state without lists',
					json => {
						json['versions'].v1.state = {[Object.keys(json['manifest'])[0]!]: 'x'};
					},
					['E051', 'E107'],
				],
				[
					'a digest that the manifest has not',
					json => {
						json['versions'].v1.state[`ab${'0'.repeat(126)}`] = ['x'];
					},
					['E050'],
				],
				[
					'a digest in other letter case',
					json => {
						json['versions'].v1.state = upper(json['versions'].v1.state);
					},
					['E050'],
				],
				[
					'a message that is a number',
					json => {
						json['versions'].v1.message = 7;
					},
					['E094', 'W007'],
				],
				[
					'no user',
					json => {
						delete json['versions'].v1.user;
					},
					['W007'],
				],
				[
					'a user without a name',
					json => {
						json['versions'].v1.user = {address: 'mailto:a@example.org'};
					},
					['E054'],
				],
				[
					'a user without an address',
					json => {
						json['versions'].v1.user = {name: 'Ada'};
					},
					['W008'],
				],
				[
					'a user with an address that is no URI',
					json => {
						json['versions'].v1.user = {name: 'Ada', address: 'London'};
					},
					['W009'],
				],
				['a logical path with a step up', json => relabel(json, '../x'), ['E052']],
				['a logical path that begins with a slash', json => relabel(json, '/x'), ['E053']],
				['a logical path twice', json => relabel(json, 'letters/2.txt'), ['E095']],
				['a logical path in a file', json => relabel(json, 'letters/2.txt/x'), ['E095']],
				['a content path with a step up', json => move(json, 'v1/content/../x'), ['E099']],
				['a content path that begins with a slash', json => move(json, '/v1/content/x'), ['E100']],
				['a content path twice', json => move(json, 'v1/content/letters/2.txt'), ['E101']],
				['a content path outside the content', json => move(json, 'v1/x'), ['E042']],
				[
					'a digest twice in the manifest',
					json => {
						json['manifest'] = {...json['manifest'], ...upper(json['manifest'])};
					},
					['E096', 'E101'],
				],
				[
					'content that no version has',
					json => {
						json['manifest'][`ab${'0'.repeat(126)}`] = ['v1/content/empty.txt'];
					},
					['E107'],
				],
				[
					'a content directory with a slash',
					json => {
						json['contentDirectory'] = 'a/b';
					},
					['E017'],
				],
				[
					'a content directory that is a dot',
					json => {
						json['contentDirectory'] = '..';
					},
					['E018'],
				],
				[
					'fixity that is a list',
					json => {
						json['fixity'] = [];
					},
					['E111'],
				],
				[
					'fixity of an unknown algorithm',
					json => {
						json['fixity'] = {own: {}};
					},
					['E056'],
				],
				[
					'fixity without a block',
					json => {
						json['fixity'] = {md5: 'x'};
					},
					['E057'],
				],
				[
					'fixity of what the manifest has not',
					json => {
						json['fixity'] = {md5: {ab: ['v1/content/none.txt']}};
					},
					['E057', 'E093'],
				],
				[
					'fixity that is wrong',
					json => {
						json['fixity'] = {md5: {[`ab${'0'.repeat(30)}`]: ['v1/content/letters/1.txt']}};
					},
					['E093'],
				],
				[
					'fixity with a digest twice',
					json => {
						json['fixity'] = {md5: {ab: ['v1/content/empty.txt'], AB: ['v1/content/letters/1.txt']}};
					},
					['E097'],
				],
			] as const satisfies readonly (readonly [string, (json: Json) => void, readonly string[]])[]
		).map(([what, change, codes]) => [`inventories with ${what}`, async (files: Files) => editBoth(files, change), codes] as const),
	];

	function upper(block: Json): Json {
		return Object.fromEntries(Object.entries(block).map(([digest, paths]) => [digest.toUpperCase(), paths]));
	}

	/** Gives the first file another logical path. */
	function relabel(json: Json, path: string): void {
		const {state} = json['versions'].v1;
		state[Object.keys(state as Json)[0]!] = [path];
	}

	/** Gives the first file another content path. */
	function move(json: Json, path: string): void {
		json['manifest'][Object.keys(json['manifest'] as Json)[0]!] = [path];
	}

	const rows = table.map(([what, damage, codes, emptyFolders = []]) => ({what, damage, codes, emptyFolders}));

	it.each(rows)('is told: $what', async ({damage, codes, emptyFolders}) => {
		const files = await written();
		await damage(files);
		const found = await codesOf(files, emptyFolders);
		expect(codes.filter(code => !found.includes(code))).toEqual([]);
		const {status} = await validateOcflObject(treeOf(files, emptyFolders));
		expect(status).toBe(found.every(code => code.startsWith('W')) ? 'valid' : 'invalid');
	});

	it.each<readonly [string, (files: Files) => void | Promise<void>, readonly string[]]>([
		[
			'another id',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['id'] = 'urn:other';
				}),
			['E037'],
		],
		[
			'another head',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['head'] = 'v2';
				}),
			['E040'],
		],
		[
			'another content directory',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['contentDirectory'] = 'stuff';
				}),
			['E019'],
		],
		[
			'another state',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['versions'].v1.state = {};
				}),
			['E066'],
		],
		[
			'another digest of the same content',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					const [digest] = Object.keys(json['manifest'] as Json);
					const other = `ab${digest!.slice(2)}`;
					for (const block of [json['manifest'], json['versions'].v1.state]) {
						block[other] = block[digest!];
						delete block[digest!];
					}
				}),
			['E066', 'E092'],
		],
		[
			'a later version',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['versions'].v2 = json['versions'].v1;
				}),
			['E066'],
		],
		[
			'no version',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['versions'] = {v2: json['versions'].v1};
				}),
			['E066'],
		],
		[
			'another message',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					json['versions'].v1.message = 'Other';
				}),
			['W011'],
		],
		[
			'a later release',
			async files => {
				await edit(files, 'v2/inventory.json', json => {
					json['type'] = 'https://ocfl.io/1.0/spec/#inventory';
				});
			},
			['E103'],
		],
		[
			'a manifest without a file',
			async files =>
				edit(files, 'v1/inventory.json', json => {
					const [digest] = Object.keys(json['manifest'] as Json);
					delete json['manifest'][digest!];
				}),
			['E023', 'E050'],
		],
		['a damaged inventory', files => void files.set('v1/inventory.json', textBytes('{')), ['E033']],
		[
			'padding',
			async files =>
				editBoth(
					files,
					json => {
						json['versions'].v02 = json['versions'].v2;
						delete json['versions'].v2;
						json['head'] = 'v02';
					},
					'v2',
				),
			['W001', 'E011', 'E012', 'E013'],
		],
	])('in an older version is told: %s', async (_, damage, codes) => {
		const files = await twoVersions();
		await damage(files);
		expect(await codesOf(files)).toEqual(expect.arrayContaining([...codes]));
	});

	it('in both copies of the newest inventory is told once', async () => {
		const files = await written();
		await editBoth(files, json => {
			json['id'] = 'x';
		});
		const {findings} = await validateOcflObject(treeOf(files));
		expect(findings.map(({code, path}) => [code, path])).toEqual([['W005', 'inventory.json']]);
	});

	it('in both copies of the newest inventory is told twice when they differ', async () => {
		const files = await written();
		await edit(files, 'v1/inventory.json', json => {
			json['id'] = 'x';
		});
		const {findings} = await validateOcflObject(treeOf(files));
		expect(findings.map(({code}) => code).toSorted()).toEqual(['E037', 'E064', 'W005']);
	});

	it('is not what differs only in the letter case of digests', async () => {
		const files = await twoVersions();
		await edit(files, 'v1/inventory.json', json => {
			for (const block of [json['manifest'], json['versions'].v1.state] as Json[]) {
				for (const [digest, paths] of Object.entries(block)) {
					delete block[digest];
					block[digest.toUpperCase()] = paths;
				}
			}
		});
		expect(await codesOf(files)).toEqual([]);
	});

	it('in the fixity block is told whatever letter case comes first', async () => {
		const files = await written();
		await editBoth(files, json => {
			json['fixity'] = {sha256: {AB: ['v1/content/empty.txt'], ab: ['v1/content/letters/1.txt']}};
		});
		expect(await codesOf(files)).toContain('E097');
	});

	it('of padded names is told when their lengths differ', async () => {
		const files = await twoVersions();
		await edit(files, 'inventory.json', json => {
			json['versions'] = {v01: json['versions'].v1, v002: json['versions'].v2};
			json['head'] = 'v002';
		});
		const codes = await codesOf(files);
		expect(codes).toContain('E012');
		expect(codes).not.toContain('E011');
	});

	it('in content fails the reading of it', async () => {
		const files = await written();
		files.set('v1/content/letters/1.txt', textBytes('One'));
		const object = await readOcflObject(treeOf(files));
		await expect(collect(object.versions.get('v1')!.files.get('letters/1.txt')!.open())).rejects.toMatchObject({
			name: 'FixityError',
			path: 'letters/1.txt',
		});
	});

	it.each<readonly [string, (files: Files) => void | Promise<void>, string]>([
		['a missing inventory', files => void files.delete('inventory.json'), 'missing'],
		['a damaged inventory', async files => put(files, 'inventory.json', '{'), 'bad-inventory'],
		['an inventory with a wrong sidecar', files => void files.set('inventory.json', textBytes('{}')), 'bad-inventory'],
		['missing content', files => void files.delete('v1/content/letters/1.txt'), 'missing'],
	])('%s is refused by the reader', async (_, damage, problem) => {
		const files = await written();
		await damage(files);
		await expect(readOcflObject(treeOf(files))).rejects.toMatchObject({name: 'PackageError', problem});
	});
});
