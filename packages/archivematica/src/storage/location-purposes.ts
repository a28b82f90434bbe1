import type {LocationPurpose} from './location.ts';

/** What the purposes of locations are called (reference 4.2). */
export const locationPurposes: Readonly<Record<LocationPurpose, string>> = {
	TS: 'transfer source',
	CP: 'currently processing',
	AS: 'AIP storage',
	DS: 'DIP storage',
	BL: 'transfer backlog',
	AR: 'AIP recovery',
	SS: 'storage service internal',
	SD: 'SWORD deposit',
	RP: 'replicator',
};
