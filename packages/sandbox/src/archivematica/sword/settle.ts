import type {SandboxContext} from '../../context.ts';
import type {State} from '../state.ts';
import {fetchFiles} from './fetch-files.ts';
import {finaliseDeposits} from './finalise.ts';
import type {SwordState} from './model.ts';
import {swordStateOf} from './model.ts';

/**
 * Goes on with deposits: what is to be fetched is fetched in the background, what is complete and wanted is handed to the pipeline. Called
 * before each request is answered; one call works at a time. A sandbox that was ended in between goes on where it was.
 */
export function settleDeposits(context: SandboxContext, state: State): Promise<void> {
	const sword = swordStateOf(context);
	const run = async () => {
		fetchFiles(context, state, sword);
		await finaliseDeposits(context, state, sword);
	};
	const turn = (turns.get(sword) ?? Promise.resolve()).then(run, run);
	turns.set(sword, turn);
	return turn;
}

const turns = new WeakMap<SwordState, Promise<void>>();
