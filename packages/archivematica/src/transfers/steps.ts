import type {UnitJob} from '../dashboard/job.ts';
import type {TransferData} from './transfer-data.ts';
import type {TransferStage, TransferState, TransferStep} from './transfer-status.ts';

/** The way as far as it is known: stages, or microservices within the stages that have jobs. */
export function stepsOf(data: TransferData, state: TransferState): readonly TransferStep[] {
	const stages = stageOrder.filter(stage => stage !== 'approval' || data.hasApproval);
	const current = stages.indexOf(data.stage);
	return stages.flatMap((stage, index): readonly TransferStep[] => {
		const own = (data.microservices ?? []).filter(step => step.stage === stage);
		return own.length > 0 ? own : [{name: stage, stage, state: stateOfStage(index, current, state)}];
	});
}

/** The microservices of a unit, in the order of their first jobs. */
export function microservicesOf(jobs: readonly UnitJob[], stage: TransferStage): readonly TransferStep[] {
	const groups = new Map<string, Set<UnitJob['status']>>();
	for (const {microservice, status} of jobs) {
		groups.set(microservice, (groups.get(microservice) ?? new Set()).add(status));
	}
	return Array.from(groups, ([name, states], index) => ({name, stage, state: stateOfGroup(states, index === groups.size - 1)}));
}

const stageOrder: readonly TransferStage[] = ['approval', 'transfer', 'ingest', 'storage'];

function stateOfStage(index: number, current: number, state: TransferState): TransferStep['state'] {
	if (index !== current) {
		return index < current ? 'succeeded' : 'pending';
	}
	switch (state) {
		case 'succeeded':
		case 'backlog': {
			return 'succeeded';
		}
		case 'failed':
		case 'rejected': {
			return 'failed';
		}
		case 'waiting': {
			return 'waiting';
		}
		default: {
			return 'running';
		}
	}
}

function stateOfGroup(states: ReadonlySet<UnitJob['status']>, isLast: boolean): TransferStep['state'] {
	if (states.has('USER_INPUT')) {
		return 'waiting';
	}
	if (states.has('PROCESSING') || (isLast && states.has('UNKNOWN'))) {
		return 'running';
	}
	return states.has('FAILED') ? 'failed' : 'succeeded';
}
