export type {ArchiveEvent, EventAction, EventType} from './event.ts';
export {type AllEventsOptions, type EventListOptions, Events} from './events.ts';
