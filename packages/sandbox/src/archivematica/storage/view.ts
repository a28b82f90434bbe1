import type {SandboxContext} from '../../context.ts';
import type {State} from '../state.ts';
import {storageSettingsOf} from './settings.ts';
import type {StorageProfile} from './model.ts';

/** The two versions of the API, which differ in little (reference, 3). */
export type ApiVersion = 'v1' | 'v2';

/** What objects are shown by. */
export interface View {
	readonly state: State;
	readonly now: number;
	/** The version whose addresses are in the answer. */
	readonly version: ApiVersion;
	readonly profile: StorageProfile;
}

/** How things look now. */
export function viewOf(context: SandboxContext, state: State, version: ApiVersion = 'v2'): View {
	return {state, now: context.now(), version, profile: storageSettingsOf(state).profile};
}
