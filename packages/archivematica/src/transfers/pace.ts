import type {Pace} from './paced-job.ts';
import type {TransferData} from './transfer-data.ts';

const waitingForJob: Pace = {first: 2000, initial: 10_000, factor: 1.5, max: 60_000};
const approving: Pace = {initial: 5000, factor: 1, max: 5000};
const processing: Pace = {initial: 10_000, factor: 1.5, max: 60_000};
const askingPeople: Pace = {initial: 60_000, factor: 1.5, max: 600_000};
const failing: Pace = {initial: 10_000, factor: 1, max: 10_000};
const storing: Pace = {first: 2000, initial: 5000, factor: 1.5, max: 60_000};

/** How often to look at a transfer that stands like this (reference 5.9). */
export function paceOfTransfer({state, stage, failing: failures, approval, seen, limbo}: TransferData): Pace {
	if (state === 'waiting') {
		return askingPeople;
	}
	if (failures !== null) {
		return failing;
	}
	if (stage === 'approval' && approval !== null && seen) {
		return approving;
	}
	if (stage === 'storage') {
		return storing;
	}
	return limbo?.for === 'start' ? waitingForJob : processing;
}
