import {isSdkError} from '@fonds/core';
import type {RequestOptions} from '@fonds/core';
import type {Dashboard} from '../dashboard/dashboard.ts';

/** A unit that bears the name of a transfer. */
export interface FoundTransfer {
	readonly uuid: string;
	readonly name: string;
	/** Which list it is in. */
	readonly list: 'waiting' | 'unapproved' | 'completed';
	/** What it waits for; `undefined` where it does not wait. */
	readonly waitingFor: string | undefined;
}

/** What a look for transfers of a name found. Units that are being processed are in no list. */
export interface FoundTransfers {
	readonly units: readonly FoundTransfer[];
	/** Whether all lists could be read to their end; of completed transfers only the names of some are asked. */
	readonly complete: boolean;
}

/** Names asked of completed transfers: each is a request, and a pipeline may show thousands. */
const mostNames = 50;

/** Looks among the waiting (AM-06), unapproved (AM-02) and completed (AM-10, AM-04) units for some of these names. It fails only for an abort. */
export async function findStarted(
	dashboard: Dashboard,
	names: readonly string[],
	options: RequestOptions,
	lists: readonly Looker[] = [waiting, unapproved, completed],
): Promise<FoundTransfers> {
	const wanted = new Set(names.map(name => sanitise(name)));
	const units = new Map<string, FoundTransfer>();
	const add = (unit: FoundTransfer) => {
		if (wanted.has(sanitise(unit.name)) && !units.has(unit.uuid)) {
			units.set(unit.uuid, unit);
		}
	};
	let complete = true;
	for (const look of lists) {
		try {
			complete = (await look(dashboard, add, options)) && complete;
		} catch (error) {
			if (!isSdkError(error)) {
				throw error;
			}
			complete = false;
		}
	}
	return {units: [...units.values()], complete};
}

/** Looks only where a unit waits for a person: that can be asked every few seconds. */
export async function findWaiting(dashboard: Dashboard, names: readonly string[], options: RequestOptions): Promise<FoundTransfers> {
	return findStarted(dashboard, names, options, [unapproved, waiting]);
}

type Looker = (dashboard: Dashboard, add: (unit: FoundTransfer) => void, options: RequestOptions) => Promise<boolean>;

const waiting: Looker = async (dashboard, add, options) => {
	for (const {uuid, name, microservice} of await dashboard.waiting(options)) {
		add({uuid, name, list: 'waiting', waitingFor: microservice});
	}
	return true;
};

const unapproved: Looker = async (dashboard, add, options) => {
	for (const {uuid, type, directory} of await dashboard.unapproved(options)) {
		add({uuid, name: withoutUuid(directory), list: 'unapproved', waitingFor: `Approve ${type} transfer`});
	}
	return true;
};

const completed: Looker = async (dashboard, add, options) => {
	const uuids = await dashboard.completedTransfers(options);
	for (const uuid of uuids.slice(-mostNames)) {
		const {name} = await dashboard.transferStatus(uuid, options);
		add({uuid, name, list: 'completed', waitingFor: undefined});
	}
	return uuids.length <= mostNames;
};

/** The dashboard replaces what is no plain letter, some time after the start. */
function sanitise(name: string): string {
	return name
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^\w.()-]/g, '_')
		.toLowerCase();
}

/** Archives lose the last character of their UUID here (reference, AM-02). */
function withoutUuid(directory: string): string {
	return directory.replace(/-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{11,12}\/?$/i, '');
}
