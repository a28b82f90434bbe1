export type {
	MessageStatus,
	Monitor,
	MonitorCategory,
	MonitorMessage,
	MonitorMessagesOptions,
	MonitorProgress,
	MonitorReference,
	MonitorsOptions,
	MonitorStatus,
} from './monitor.ts';
export {Monitors} from './monitors.ts';
