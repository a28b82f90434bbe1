import {afterEach, describe, expect, it, vi} from 'vitest';
import {streamFrom} from '@fonds/core/streams';
import {entry, randomBytes} from '../fixtures/entries.ts';
import {createMemoryFolder, type Fault} from '../fixtures/memory-folder.ts';
import {zip} from '../zip/zip.ts';
import {saveAsDownload} from './save-as-download.ts';
import {saveToPicker, type Saveable, type SaveFilePicker} from './save-to-picker.ts';

afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

function setUp(fault?: Fault) {
	const folder = createMemoryFolder(fault);
	const picker = vi.fn<SaveFilePicker>(({suggestedName}) => folder.handle.getFileHandle(suggestedName, {create: true}));
	return {folder, picker};
}

const bytesOf = (...chunks: (Uint8Array | string)[]): ReadableStream<Uint8Array<ArrayBuffer>> => streamFrom(chunks);

describe('a package in a file that the user chooses', () => {
	it('is streamed there, under the name of the package unless the user gives another', async () => {
		const {folder, picker} = setUp();
		expect(await saveToPicker({bytes: bytesOf('hel', 'lo'), name: 'made.zip', size: 5}, {picker})).toEqual({size: 5});
		expect(picker).toHaveBeenCalledExactlyOnceWith({suggestedName: 'made.zip'});
		expect(folder.text('made.zip')).toBe('hello');
	});

	it('uses what the browser has', async () => {
		const {folder, picker} = setUp();
		vi.stubGlobal('showSaveFilePicker', picker);
		await saveToPicker({bytes: bytesOf('hello'), name: 'made.zip'});
		expect(folder.text('made.zip')).toBe('hello');
	});

	it('cannot be had where the browser has nothing, and the package is let go', async () => {
		vi.stubGlobal('showSaveFilePicker', undefined);
		const cancelled = vi.fn();
		const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({cancel: cancelled});
		await expect(saveToPicker({bytes, name: 'made.zip'})).rejects.toMatchObject({name: 'ConfigurationError', code: 'no-picker'});
		expect(cancelled).toHaveBeenCalledOnce();
	});

	it('is not made when the user chooses nothing', async () => {
		const cancelled = vi.fn();
		const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({cancel: cancelled}, {highWaterMark: 0});
		const error = new DOMException('The user aborted a request.', 'AbortError');
		await expect(saveToPicker({bytes, name: 'made.zip'}, {picker: () => Promise.reject(error)})).rejects.toBe(error);
		expect(cancelled).toHaveBeenCalledOnce();
	});

	it('leaves no file when the package fails or is aborted', async () => {
		const {folder, picker} = setUp();
		const broken = zip([entry('a', randomBytes(1_500_000)), entry('b', 'x', {size: 2})]);
		await expect(saveToPicker({bytes: broken, name: 'a.zip'}, {picker})).rejects.toMatchObject({problem: 'size-changed'});
		const controller = new AbortController();
		const reason = new Error('enough');
		const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
			pull(stream) {
				stream.enqueue(new Uint8Array(10));
				controller.abort(reason);
			},
		});
		await expect(saveToPicker({bytes, name: 'b.zip'}, {picker, signal: controller.signal})).rejects.toBe(reason);
		await expect(saveToPicker({bytes: bytesOf(), name: 'c.zip'}, {picker, signal: controller.signal})).rejects.toBe(reason);
		expect(folder.paths()).toEqual([]);
		expect(picker).toHaveBeenCalledTimes(2);
	});

	it('leaves no file when there is no space', async () => {
		const {folder, picker} = setUp(step => {
			if (step === 'write') {
				throw new DOMException('full', 'QuotaExceededError');
			}
		});
		await expect(saveToPicker({bytes: bytesOf('x'), name: 'a.zip'}, {picker})).rejects.toMatchObject({code: 'no-space'});
		expect(folder.paths()).toEqual([]);
	});

	it('is told when it is not as long as it should be', async () => {
		const {folder, picker} = setUp();
		for (const size of [0, 2]) {
			await expect(saveToPicker({bytes: bytesOf('x'), name: 'a.zip', size}, {picker})).rejects.toMatchObject({problem: 'size-changed'});
		}
		expect(folder.paths()).toEqual([]);
	});

	it('is empty rather than short in browsers that cannot remove it', async () => {
		const {folder, picker} = setUp();
		const keeping: SaveFilePicker = async options => Object.assign(await picker(options), {remove: undefined});
		const made = {bytes: bytesOf('x'), name: 'a.zip', size: 2};
		await expect(saveToPicker(made, {picker: keeping})).rejects.toMatchObject({problem: 'size-changed'});
		expect(folder.text('a.zip')).toBe('');
	});

	it('is not kept when the disk has fewer bytes than it was given', async () => {
		const {folder, picker} = setUp();
		const losing: SaveFilePicker = async options => {
			const handle = await picker(options);
			return Object.assign(handle, {getFile: () => Promise.resolve(new File(['x'], 'a.zip'))});
		};
		const made = {bytes: bytesOf('xy'), name: 'a.zip', size: 2};
		await expect(saveToPicker(made, {picker: losing})).rejects.toMatchObject({problem: 'size-changed'});
		expect(folder.paths()).toEqual([]);
	});
});

describe('a package as a download', () => {
	/** Stands in for the page; what is clicked is kept. */
	function setUpPage() {
		const clicked: {readonly href: string; readonly download: string}[] = [];
		const link = {href: '', download: '', click: () => void clicked.push({href: link.href, download: link.download})};
		const blobs: Blob[] = [];
		if (typeof document === 'undefined') {
			vi.stubGlobal('document', {createElement: () => link});
		} else {
			vi.spyOn(document, 'createElement').mockReturnValue(link as unknown as HTMLElement);
		}
		vi.spyOn(URL, 'createObjectURL').mockImplementation(blob => {
			blobs.push(blob as Blob);
			return 'blob:x';
		});
		return {clicked, blobs};
	}

	it('is offered when it is whole', async () => {
		const {clicked, blobs} = setUpPage();
		const large = new Uint8Array(20_000_000);
		expect(await saveAsDownload({bytes: bytesOf(large, large, 'x'), name: 'made.zip'})).toEqual({size: 40_000_001});
		expect(clicked).toEqual([{href: 'blob:x', download: 'made.zip'}]);
		expect(blobs[0]).toMatchObject({size: 40_000_001, type: 'application/octet-stream'}); // With any other the browser may change the name.
		expect(await blobs[0]!.slice(39_999_999).text()).toBe('\u0000x');
	});

	it.each<[string, Partial<Saveable>]>([
		['known before', {size: 11}],
		['seen on the way', {}],
	])('that is too large is refused, when its size is %s, and let go', async (_, more) => {
		const {clicked} = setUpPage();
		const cancelled = vi.fn();
		const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
			pull: stream => stream.enqueue(new Uint8Array(4)),
			cancel() {
				cancelled();
				if ('size' in more) {
					throw new Error('a source that will not be let go');
				}
			},
		});
		await expect(saveAsDownload({bytes, name: 'made.zip', ...more}, {maxSize: 10})).rejects.toMatchObject({
			code: 'too-large',
			message: expect.stringContaining('10 bytes') as string,
		});
		expect(cancelled).toHaveBeenCalledOnce();
		expect(clicked).toEqual([]);
	});

	it('that fails or is aborted is never offered', async () => {
		const {clicked} = setUpPage();
		const broken = zip([entry('b', 'x', {size: 2})]);
		await expect(saveAsDownload({bytes: broken, name: 'a.zip'})).rejects.toMatchObject({problem: 'size-changed'});
		const reason = new Error('enough');
		await expect(saveAsDownload({bytes: bytesOf('x'), name: 'a.zip'}, {signal: AbortSignal.abort(reason)})).rejects.toBe(reason);
		const late = new AbortController();
		const bytes = new ReadableStream<Uint8Array<ArrayBuffer>>({
			pull(stream) {
				stream.close();
				queueMicrotask(() => queueMicrotask(() => late.abort(reason)));
			},
		});
		await expect(saveAsDownload({bytes, name: 'a.zip'}, {signal: late.signal})).rejects.toBe(reason);
		for (const size of [0, 2]) {
			await expect(saveAsDownload({bytes: bytesOf('x'), name: 'a.zip', size})).rejects.toMatchObject({problem: 'size-changed'});
		}
		expect(clicked).toEqual([]);
	});
});
