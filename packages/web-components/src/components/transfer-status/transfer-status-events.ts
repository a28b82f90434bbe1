import type {TransferSnapshot} from '../../context/transfer-source.ts';

/** A transfer went from one state to another: started, waits for a person, failed, … */
export class TransferStateEvent extends Event {
	readonly snapshot: TransferSnapshot;

	constructor(snapshot: TransferSnapshot) {
		super('transfer-state', {bubbles: true, composed: true});
		this.snapshot = snapshot;
	}
}

/** A transfer came to its end; nothing more will happen to it. */
export class TransferEndEvent extends Event {
	readonly snapshot: TransferSnapshot;

	constructor(snapshot: TransferSnapshot) {
		super('transfer-end', {bubbles: true, composed: true});
		this.snapshot = snapshot;
	}
}

/** A transfer can no longer be followed. The transfer itself may go on. */
export class TransferLostEvent extends Event {
	readonly error: unknown;

	constructor(error: unknown) {
		super('transfer-lost', {bubbles: true, composed: true});
		this.error = error;
	}
}

declare global {
	interface GlobalEventHandlersEventMap {
		'transfer-state': TransferStateEvent;
		'transfer-end': TransferEndEvent;
		'transfer-lost': TransferLostEvent;
	}
}
