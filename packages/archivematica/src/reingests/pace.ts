import {paceOfTransfer} from '../transfers/pace.ts';
import type {Pace} from '../transfers/paced-job.ts';
import type {ReingestData} from './reingest-data.ts';

const sending: Pace = {initial: 30_000, factor: 1.5, max: 300_000};
const approving: Pace = {initial: 5000, factor: 1, max: 5000};
const askingPeople: Pace = {initial: 60_000, factor: 1.5, max: 600_000};
const storing: Pace = {first: 2000, initial: 5000, factor: 1.5, max: 60_000};

/** How often to look at a reingest that stands like this (reference 5.9). */
export function paceOfReingest({stage, state, unit}: ReingestData): Pace {
	if (stage === 'pipeline' && unit !== null) {
		return paceOfTransfer(unit);
	}
	if (state === 'waiting') {
		return askingPeople;
	}
	return stage === 'sending' ? sending : stage === 'approval' ? approving : storing;
}
