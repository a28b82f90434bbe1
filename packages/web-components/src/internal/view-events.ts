/** A view could not show what it was given. `unsupported`: this browser cannot; `locked`: a password is needed. */
export class ViewErrorEvent extends Event {
	readonly kind: 'failed' | 'unsupported' | 'locked';
	readonly error: unknown;

	constructor(kind: 'failed' | 'unsupported' | 'locked', error: unknown) {
		super('view-error', {bubbles: true});
		this.kind = kind;
		this.error = error;
	}
}

/** A view shows what it was given. */
export class ViewReadyEvent extends Event {
	constructor() {
		super('view-ready', {bubbles: true});
	}
}

declare global {
	interface HTMLElementEventMap {
		'view-error': ViewErrorEvent;
		'view-ready': ViewReadyEvent;
	}
}
