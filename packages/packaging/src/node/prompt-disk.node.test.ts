import {beforeEach, expect, it, vi} from 'vitest';

/** A new one each time: it remembers what was slow. */
let promptly: typeof import('./prompt-disk.ts').promptly;
beforeEach(async () => {
	vi.resetModules();
	({promptly} = await import('./prompt-disk.ts'));
});

function work(milliseconds: number): number {
	const end = performance.now() + milliseconds;
	while (performance.now() < end);
	return milliseconds;
}

it('leaves a disk that was slow to the threads for a while', async () => {
	expect(await promptly(() => work(5))).toEqual({result: 5});
	for (let file = 0; file < 64; file++) {
		expect(await promptly(() => work(0))).toBeUndefined();
	}
	expect(await promptly(() => work(0))).toEqual({result: 0});
});

it('leaves it to the threads, too, when it was slow to fail', async () => {
	const failing = promptly(() => {
		work(5);
		throw new Error('gone');
	});
	await expect(failing).rejects.toThrow('gone');
	for (let file = 0; file < 64; file++) {
		expect(await promptly(() => work(0))).toBeUndefined();
	}
});

it('lets everything else have its turn', async () => {
	let turns = 0;
	setImmediate(() => turns++);
	for (const begun = performance.now(); performance.now() - begun < 30;) {
		await promptly(() => work(0));
	}
	expect(turns).toBe(1);
});
