import type {Call} from '../call.ts';
import {Problem} from '../problem.ts';
import {isAtLeast} from '../versions.ts';

/** @throws Problem 404 when the version asked for is older than the operation (1.4). */
export function since(call: Call, version: string): void {
	if (!isAtLeast(call.version, version)) throw new Problem(404, `This is there from version ${version} on.`);
}
