import {describe, expect, it} from 'vitest';
import {createProgress, type Progress} from './progress.ts';

const record = (total?: number) => {
	const reports: Progress[] = [];
	return {reports, counter: createProgress(progress => void reports.push(progress), 'copy', total)};
};

describe('progress', () => {
	it('adds up and reports the end once, by end() alone', () => {
		const {reports, counter} = record(10);
		counter.add(4);
		counter.add(6);
		expect(reports).toEqual([{phase: 'copy', done: 4, total: 10}]);
		counter.end();
		counter.end();
		counter.add(1);
		expect(reports.slice(1)).toEqual([{phase: 'copy', done: 10, total: 10}]);
	});

	it('never decreases', () => {
		const {reports, counter} = record();
		for (const amount of [5, -3, 0, Number.NaN, 2]) {
			counter.add(amount);
		}

		expect(reports.map(({done}) => done)).toEqual([5, 7]);
		expect(reports[0]?.total).toBeUndefined();
	});

	it('gives up a total that was too small, and corrects one that was too large', () => {
		const {reports, counter} = record(10);
		counter.add(12);
		counter.end();
		expect(reports).toEqual([
			{phase: 'copy', done: 12, total: undefined},
			{phase: 'copy', done: 12, total: 12},
		]);
		const large = record(10);
		large.counter.add(7);
		large.counter.end();
		expect(large.reports.at(-1)).toEqual({phase: 'copy', done: 7, total: 7});
	});

	it('of nothing ends too', () => {
		const {reports, counter} = record(0);
		counter.end();
		expect(reports).toEqual([{phase: 'copy', done: 0, total: 0}]);
	});

	it('does not break the work when the listener does, or is missing', () => {
		const counter = createProgress(() => {
			throw new Error('listener');
		}, 'copy');
		counter.add(1);
		counter.end();
		createProgress(undefined, 'copy').add(1);
	});
});
