import type {PackageRequest, PackageResult} from '../../context/package-sink.ts';

/** Someone asked for files to be preserved. Cancel it to do something else with them. */
export class PackageSubmitEvent extends Event {
	readonly request: PackageRequest;

	constructor(request: PackageRequest) {
		super('package-submit', {bubbles: true, composed: true, cancelable: true});
		this.request = request;
	}
}

/** The files are preserved. */
export class PackageDoneEvent extends Event {
	readonly result: PackageResult;

	constructor(result: PackageResult) {
		super('package-done', {bubbles: true, composed: true});
		this.result = result;
	}
}

/** The files were not preserved. */
export class PackageErrorEvent extends Event {
	readonly error: unknown;

	constructor(error: unknown) {
		super('package-error', {bubbles: true, composed: true});
		this.error = error;
	}
}

declare global {
	interface GlobalEventHandlersEventMap {
		'package-submit': PackageSubmitEvent;
		'package-done': PackageDoneEvent;
		'package-error': PackageErrorEvent;
	}
}
