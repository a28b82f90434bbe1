import type {Declared} from '../declared.ts';

const processMonitor = '/api/processmonitor';

/** Operations of the process monitor API. */
export type MonitorOperationId = 'MON-01' | 'MON-02' | 'MON-03' | 'MON-04';

/** What goes on, as those see it who watch over it (2.12). */
export const monitorOperations: Readonly<Record<MonitorOperationId, Declared>> = {
	'MON-01': {
		methods: ['GET'],
		path: `${processMonitor}/monitors`,
		evidence: 'client source',
		note: 'Every workflow instance has a monitor, also an ingest through the bucket; subcategories but OPEX: assumed. One that was terminated counts as abandoned.',
	},
	'MON-02': {
		methods: ['GET'],
		path: `${processMonitor}/messages`,
		evidence: 'client source',
		note: 'Keys and wording of messages: assumed.',
	},
	'MON-03': {
		methods: ['GET'],
		path: `${processMonitor}/monitors/:id/timeseries`,
		evidence: 'client source',
		note: 'What stands in the series: assumed.',
	},
	'MON-04': {
		methods: ['GET'],
		path: `${processMonitor}/progress/:token`,
		evidence: 'client source',
		note: 'Answers as ENT-02 does.',
	},
};
