import {PackageError} from '@fonds/core';
import type {Saveable} from './save-to-picker.ts';

/** The bytes of a package, failing instead of ending if there are fewer or more than were announced. */
export function expectSize({bytes, name, size}: Saveable): ReadableStream<Uint8Array<ArrayBuffer>> {
	let seen = 0;
	const check = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
		transform(chunk, controller) {
			seen += chunk.length;
			controller.enqueue(chunk);
		},
		flush: () => refuseOtherSize(name, size, seen),
	});
	return size === undefined ? bytes : bytes.pipeThrough(check);
}

/** @throws PackageError with the problem `size-changed` */
export function refuseOtherSize(name: string, announced: number | undefined, actual: number): void {
	if (announced !== undefined && actual !== announced) {
		throw new PackageError(`${name} has ${actual} bytes and should have ${announced}. Save it again.`, {problem: 'size-changed'});
	}
}
