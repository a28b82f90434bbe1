import type {State} from '../state.ts';
import type {StorageSettings} from './model.ts';

const usual: StorageSettings = {profile: '0.23.0', pipelinesDisabled: false, objectCountingDisabled: false, notificationUrl: null};

/** What is set. */
export function storageSettingsOf({storageSettings}: State): StorageSettings {
	return storageSettings.get('storage') ?? usual;
}

/** The next number of a kind of things. None is given out twice, also when what had it is gone. */
export function nextNumber({numbers}: State, kind: string): number {
	const number = (numbers.get(kind) ?? 0) + 1;
	numbers.put(kind, number);
	return number;
}
