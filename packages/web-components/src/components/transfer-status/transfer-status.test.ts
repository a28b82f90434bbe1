import {expect} from 'chai';

import type {TransferJob, TransferSnapshot, TransferStepState} from '../../context/transfer-source.ts';
import '../../define/preservation-source.ts';
import '../../define/transfer-status.ts';
import {namedError} from '../../fixtures/fake-source.ts';
import {clearPage, inside, mount, next, shownText, until, violations} from '../../fixtures/page.ts';
import type {TransferStatus} from './transfer-status.ts';

/** A job whose course the test decides. */
interface ManualJob extends TransferJob {
	readonly watches: number;
	readonly stopped: number;
	push(snapshot: Partial<TransferSnapshot>): void;
	end(): void;
	fail(error: unknown): void;
}

const empty: TransferSnapshot = {
	state: 'running',
	steps: [],
	activity: undefined,
	progress: undefined,
	waitingFor: undefined,
	failure: undefined,
	results: [],
};
const steps = (...states: readonly TransferStepState[]) => states.map((state, index) => ({name: `Step ${index + 1}`, state}));

function manualJob(): ManualJob {
	const events: {snapshot?: TransferSnapshot; error?: unknown; end?: boolean}[] = [];
	const more = new EventTarget();
	const add = (event: (typeof events)[number]): void => {
		events.push(event);
		more.dispatchEvent(new Event('more'));
	};
	const job = {
		id: 'job',
		watches: 0,
		stopped: 0,
		push: (snapshot: Partial<TransferSnapshot>) => add({snapshot: {...empty, ...snapshot}}),
		end: () => add({end: true}),
		fail: (error: unknown) => add({error}),
		async *watch({signal}: {readonly signal?: AbortSignal | undefined} = {}) {
			job.watches += 1;
			signal?.addEventListener('abort', () => (job.stopped += 1));
			for (;;) {
				const event = events.shift();
				if (event?.snapshot !== undefined) yield event.snapshot;
				else if (event?.end === true) return;
				else if (event !== undefined) throw event.error;
				else {
					await new Promise((resolve, reject) => {
						more.addEventListener('more', resolve, {once: true});
						signal?.addEventListener('abort', () => reject(signal.reason));
					});
				}
			}
		},
	};
	return job;
}

async function following(...snapshots: readonly Partial<TransferSnapshot>[]) {
	const job = manualJob();
	const element = mount('transfer-status', {job});
	for (const snapshot of snapshots) {
		job.push(snapshot);
		await until(
			() =>
				element.snapshot !== undefined &&
				Object.entries(snapshot).every(([key, value]) => Reflect.get(element.snapshot ?? {}, key) === value),
		);
	}
	await element.updateComplete;
	return {job, element};
}
const said = (element: TransferStatus): string | null | undefined => inside(element, '[role=status]')?.textContent;

describe('transfer-status', () => {
	afterEach(clearPage);

	it('shows steps, progress and what is being done', async () => {
		const {element} = await following({steps: steps('succeeded', 'running', 'pending', 'skipped'), activity: 'Normalize: <b>a.tif</b>'});
		expect(shownText(element)).to.include('In progress').and.to.include('Normalize: <b>a.tif</b>').and.to.include('1 of 3 steps');
		const items = [...(element.shadowRoot?.querySelectorAll('.steps li') ?? [])];
		expect(items.map(({className}) => className)).to.deep.equal(['succeeded', 'running', 'pending', 'skipped']);
		expect(items.map(item => item.getAttribute('aria-current'))).to.deep.equal([null, 'step', null, null]);
		expect(items[0]?.textContent?.replaceAll(/\s+/gu, ' ').trim()).to.equal('Step 1 (done)');
		expect(inside<HTMLProgressElement>(element, 'progress')?.value).to.equal(1);
		expect(element.matches(':state(running)')).to.equal(true);
	});

	it('says what a person has to decide', async () => {
		const {element} = await following({state: 'waiting', waitingFor: 'Approve normalization', steps: steps('waiting', 'pending')});
		expect(inside(element, '[part=waiting]')?.textContent).to.include('Approve normalization');
		expect(said(element)).to.equal('Waiting for a person: Approve normalization.');
		expect(await violations(element)).to.deep.equal([]);
	});

	it('leads to the page where it is decided, if that is a page', async () => {
		const waitingAt = 'https://dashboard.example.org/transfer/828c44bb/';
		const {job, element} = await following({state: 'waiting', waitingFor: 'Approve normalization', waitingAt});
		const link = inside<HTMLAnchorElement>(element, '[part=waiting] a');
		expect([link?.href, link?.target, link?.rel]).to.deep.equal([waitingAt, '_blank', 'noopener noreferrer']);
		expect(await violations(element)).to.deep.equal([]);
		for (const address of ['javascript:alert(1)', 'data:text/html,x', '/transfer/', '', undefined]) {
			job.push({state: 'waiting', waitingAt: address});
			await until(() => element.snapshot?.waitingAt === address);
			await element.updateComplete;
			expect(inside<HTMLAnchorElement>(element, '[part=waiting] a')?.href).to.equal(undefined);
		}
	});

	it('says what did not go well although it went on', async () => {
		const warnings = ['Normalize for access failed.', '<b>Policy checks</b> had not ended.'];
		const {element} = await following({state: 'succeeded', results: [{label: 'AIP', value: '828c44bb'}], warnings});
		const items = [...(element.shadowRoot?.querySelectorAll('[part=warnings] li') ?? [])];
		expect(items.map(({textContent}) => textContent)).to.deep.equal(warnings);
		expect(element.matches(':state(succeeded)')).to.equal(true);
		expect(await violations(element)).to.deep.equal([]);
	});

	it('says why it failed, in words that are only words', async () => {
		const failure = {reason: '<img src=x onerror="globalThis.attacked=1">', details: ['<script>1</script>', 'exit code 1']};
		const {element} = await following({state: 'failed', failure, steps: steps('succeeded', 'failed', 'pending')});
		inside(element, 'summary')?.click();
		expect(shownText(element)).to.include(failure.reason).and.to.include('<script>1</script>');
		expect(element.shadowRoot?.querySelector('img, script')).to.equal(null);
		expect(inside(element, 'progress')).to.equal(null);
		expect(await violations(element)).to.deep.equal([]);
	});

	it('shows what came out of it and tells the page that it is over', async () => {
		const {job, element} = await following({steps: steps('running', 'pending')});
		const ended = next(element, 'transfer-end');
		job.push({state: 'succeeded', steps: steps('succeeded', 'succeeded'), results: [{label: 'AIP', value: '828c44bb'}]});
		job.end();
		const {snapshot} = await ended;
		await element.updateComplete;
		expect(snapshot.results).to.deep.equal([{label: 'AIP', value: '828c44bb'}]);
		expect(shownText(element)).to.include('Preserved').and.to.include('828c44bb');
		expect(said(element)).to.equal('Preserved.');
		expect(await violations(element)).to.deep.equal([]);
	});

	it('tells each change of state, once', async () => {
		const states: string[] = [];
		document.body.addEventListener('transfer-state', ({snapshot}) => states.push(snapshot.state), {signal: AbortSignal.timeout(5000)});
		await following({activity: 'a'}, {activity: 'b'}, {state: 'waiting', activity: 'c'}, {activity: 'd'});
		expect(states).to.deep.equal(['running', 'waiting', 'running']);
	});

	it('is not chatty: it speaks at each quarter, not at each step', async () => {
		const many = (done: number) =>
			Array.from({length: 40}, (_, index) => ({name: `${index}`, state: index < done ? ('succeeded' as const) : ('pending' as const)}));
		const {job, element} = await following({steps: many(0)});
		const heard: (string | null | undefined)[] = [];
		for (let done = 1; done <= 40; done += 1) {
			job.push({steps: many(done), activity: `file ${done}`});
			await until(() => element.snapshot?.activity === `file ${done}`);
			await element.updateComplete;
			if (heard.at(-1) !== said(element)) heard.push(said(element));
		}
		expect(heard).to.deep.equal([
			'In progress.',
			'In progress: 10 of 40 steps.',
			'In progress: 20 of 40 steps.',
			'In progress: 30 of 40 steps.',
			'In progress: 40 of 40 steps.',
		]);
	});

	it('finds a transfer by its identifier in the provider around it', async () => {
		const job = manualJob();
		const asked: string[] = [];
		const source = {
			transfer: async (id: string) => {
				asked.push(id);
				return job;
			},
		};
		const provider = mount('preservation-source', {source});
		const element = mount('transfer-status', {transfer: 't-1'}, provider);
		job.push({activity: 'found'});
		await until(() => shownText(element).includes('found'));
		expect(asked).to.deep.equal(['t-1']);
	});

	it('stops following when it leaves the page, and goes on when it comes back', async () => {
		const {job, element} = await following({activity: 'first'});
		element.remove();
		await until(() => job.stopped === 1);
		job.push({activity: 'second'});
		document.body.append(element);
		await until(() => shownText(element).includes('second'));
		expect(job.watches).to.equal(2);
	});

	it('does not start over what has ended', async () => {
		const {job, element} = await following({state: 'succeeded'});
		const ended = next(element, 'transfer-end');
		job.end();
		await ended;
		element.remove();
		document.body.append(element);
		await element.updateComplete;
		expect(job.watches).to.equal(1);
		expect(shownText(element)).to.include('Preserved');
	});

	it('stops following a transfer when another is to be shown', async () => {
		const {job, element} = await following({activity: 'old'});
		const other = manualJob();
		element.job = other;
		other.push({activity: 'new'});
		await until(() => shownText(element).includes('new'));
		expect(job.stopped).to.equal(1);
		expect(shownText(element)).not.to.include('old');
		element.job = undefined;
		await until(() => other.stopped === 1);
		expect(shownText(element)).to.include('No transfer to follow.');
	});

	it('hears no more of a transfer it has let go, even from a job that goes on regardless', async () => {
		const stubborn = manualJob();
		const job = {id: 'stubborn', watch: () => stubborn.watch()};
		const element = mount('transfer-status', {job});
		stubborn.push({activity: 'old'});
		await until(() => shownText(element).includes('old'));
		const other = manualJob();
		element.job = other;
		other.push({activity: 'new'});
		await until(() => shownText(element).includes('new'));
		const states: string[] = [];
		element.addEventListener('transfer-state', ({snapshot}) => states.push(snapshot.state));
		stubborn.push({state: 'failed', activity: 'old again'});
		other.push({activity: 'newer'});
		await until(() => shownText(element).includes('newer'));
		expect(states).to.deep.equal([]);
	});

	it('says when it lost the transfer, and takes it up again when asked to', async () => {
		const {job, element} = await following({activity: 'first'});
		const lost = next(element, 'transfer-lost');
		job.fail(namedError('NetworkError'));
		await lost;
		await element.updateComplete;
		expect(inside(element, '[role=alert]')?.textContent).to.include('the transfer itself goes on');
		expect(await violations(element)).to.deep.equal([]);

		inside(element, '[role=alert] button')?.click();
		job.push({activity: 'again'});
		await until(() => shownText(element).includes('again'));
		expect(inside(element, '[role=alert]')).to.equal(null);
	});

	it('tells apart what is unknown and what is forbidden', async () => {
		for (const [error, expected] of [
			[namedError('NotFoundError', 404), 'Nothing is known about this transfer.'],
			[namedError('PermissionError', 403), 'Your account may not see this transfer.'],
		] as const) {
			const source = {transfer: () => Promise.reject(error)};
			const element = mount('transfer-status', {source, transfer: 'x'});
			await until(() => shownText(element).includes(expected));
			clearPage();
		}
	});

	it('has no accessibility violations, waiting for word or under way, light or dark', async () => {
		for (const scheme of ['light', 'dark']) {
			document.documentElement.style.colorScheme = scheme;
			const idle = mount('transfer-status');
			await idle.updateComplete;
			expect(await violations(idle), scheme).to.deep.equal([]);
			const connecting = mount('transfer-status', {job: manualJob()});
			await connecting.updateComplete;
			expect(await violations(connecting), scheme).to.deep.equal([]);
			const {element} = await following({steps: steps('succeeded', 'running', 'pending'), activity: 'now'});
			expect(await violations(element), scheme).to.deep.equal([]);
			clearPage();
		}
		document.documentElement.style.removeProperty('color-scheme');
	});
});
