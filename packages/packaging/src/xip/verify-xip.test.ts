import {describe, expect, it, vi} from 'vitest';
import {everything} from '../fixtures/descriptions.ts';
import {filesOf, treeOf, type Files} from '../fixtures/trees.ts';
import {textBytes} from '../fixtures/entries.ts';
import {readXip} from './read-xip.ts';
import {verifyXip, type VerifyXipOptions, type XipReport} from './verify-xip.ts';
import {xipLayout} from './xip-layout.ts';

const scan = 'content/p1/1.tif';

async function damaged(damage: (files: Files) => unknown, options?: VerifyXipOptions): Promise<XipReport> {
	const files = await filesOf(xipLayout(everything(), {digests: ['sha256', 'md5']}));
	damage(files);
	return await verifyXip(await readXip(treeOf(files)), options);
}

const editMetadata =
	(edit: (text: string) => string) =>
	(files: Files): unknown =>
		files.set('metadata.xml', textBytes(edit(new TextDecoder().decode(files.get('metadata.xml')))));

const told = ({findings}: XipReport): unknown => findings.map(({code, severity, path}) => [code, severity, path]);

const flipped = (files: Files): unknown => {
	const bytes = files.get(scan)!;
	bytes[1000] = 255 - bytes[1000]!;
	return files;
};

describe('a package', () => {
	it('that is as it was written is valid', async () => {
		expect(await damaged(() => {})).toEqual({status: 'valid', findings: []});
	});

	it.each<[string, (files: Files) => unknown, readonly unknown[]]>([
		['a file that is gone', files => files.delete(scan), [['missing', 'error', 'p1/1.tif']]],
		['a file that is new', files => files.set('content/p1/new', textBytes('x')), [['not-described', 'error', 'content/p1/new']]],
		['a file beside the content', files => files.set('notes.txt', textBytes('x')), [['not-described', 'warning', 'notes.txt']]],
		[
			'a byte that is another',
			flipped,
			[
				['digest-wrong', 'error', scan],
				['digest-wrong', 'error', scan],
				['digest-wrong', 'error', scan],
			],
		],
		[
			'a file that is cut off',
			files => files.set('content/p3/deep.txt', textBytes('dee')),
			[
				['size-wrong', 'error', 'content/p3/deep.txt'],
				['digest-wrong', 'error', 'content/p3/deep.txt'],
				['digest-wrong', 'error', 'content/p3/deep.txt'],
				['digest-wrong', 'error', 'content/p3/deep.txt'],
			],
		],
		[
			'a digest that is another',
			editMetadata(text => text.replace(/<FixityValue>[0-9a-f]{40}/, `<FixityValue>${'0'.repeat(40)}`)),
			[['digest-wrong', 'error', expect.any(String)]],
		],
		['digests that are gone', editMetadata(text => text.replace(/<Fixities>.*?<\/Fixities>/, '')), [['no-fixity', 'warning', scan]]],
	])('is told %s', async (_, damage, expected) => {
		const report = await damaged(damage);
		expect(told(report)).toEqual(expected);
		expect(report.status).toBe(expected.some(item => (item as string[])[1] === 'error') ? 'invalid' : 'valid');
	});

	it('is told what is wrong with the metadata, too', async () => {
		const report = await damaged(editMetadata(text => text.replace('<Title>Second</Title>', '')));
		expect(told(report)).toEqual([['no-field', 'error', 'metadata.xml']]);
		expect(report.status).toBe('invalid');
	});

	it('is told a file that cannot be read, and the others all the same', async () => {
		const files = await filesOf(xipLayout(everything()));
		flipped(files);
		const tree = treeOf(files);
		const broken = tree.files.get('content/p3/deep.txt')!;
		const stream = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
			new ReadableStream({start: controller => controller.error(new Error('disk'))});
		const listed = new Map([...tree.files, [broken.path, {...broken, open: stream}]]);
		const report = await verifyXip(await readXip({...tree, files: listed}));
		expect(told(report)).toEqual([
			['digest-wrong', 'error', scan],
			['unreadable', 'error', 'content/p3/deep.txt'],
		]);
		expect(report.findings[1]?.message).toContain('disk');
	});

	it('is told a file that gives other bytes than it lists, or none, also where no digest proves it', async () => {
		const files = await filesOf(xipLayout(everything()));
		editMetadata(text => text.replaceAll(/<Fixities>.*?<\/Fixities>/g, ''))(files);
		const tree = treeOf(files);
		const [short, broken] = [scan, 'content/p3/deep.txt'].map(path => tree.files.get(path)!);
		const listed = new Map([
			...tree.files,
			[scan, {...short!, open: () => new Blob(['short']).stream()}],
			[broken!.path, {...broken!, open: () => new ReadableStream({start: controller => controller.error(new Error('disk'))})}],
		]);
		const {findings} = await verifyXip(await readXip({...tree, files: listed}));
		expect(findings.flatMap(({code, path}) => (code === 'no-fixity' ? [] : [[code, path]]))).toEqual([
			['size-wrong', scan],
			['unreadable', 'content/p3/deep.txt'],
		]);
	});

	it('is compared by names and sizes alone if asked', async () => {
		expect(await damaged(flipped, {digests: false})).toEqual({status: 'valid', findings: []});
		expect(told(await damaged(files => files.delete(scan), {digests: false}))).toEqual([['missing', 'error', 'p1/1.tif']]);
	});

	it('is read once, whatever the number of digests', async () => {
		const tree = treeOf(await filesOf(xipLayout(everything(), {digests: ['sha256']})));
		const opened: string[] = [];
		const files = new Map(
			Array.from(tree.files, ([path, file]) => [path, {...file, open: () => (opened.push(path), file.open())}] as const),
		);
		await verifyXip(await readXip({...tree, files}));
		expect(opened.toSorted()).toEqual([...files.keys()].toSorted());
	});

	it('that two bitstreams describe as one file is compared with both', async () => {
		const report = await damaged(
			editMetadata(text => {
				const [first = ''] = /<Bitstream><Filename>.*?<\/Bitstream>\n/.exec(text) ?? [];
				return text.replace(first, `${first}${first.replace(/<FixityValue>.{40}/, `<FixityValue>${'0'.repeat(40)}`)}`);
			}),
		);
		expect(told(report)).toEqual([
			['described-twice', 'error', 'metadata.xml'],
			['unused-bitstream', 'warning', 'metadata.xml'],
			['digest-wrong', 'error', scan],
		]);
	});

	it('tells how far it is, and ends with the reason of the signal', async () => {
		const onProgress = vi.fn();
		await damaged(() => {}, {onProgress});
		const last = onProgress.mock.calls.at(-1)?.[0] as {readonly done: number; readonly total: number; readonly phase: string};
		expect(last).toMatchObject({phase: 'verify', done: last.total});
		const reason = new Error('enough');
		await expect(damaged(() => {}, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
	});
});
