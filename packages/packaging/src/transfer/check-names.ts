import type {Tell} from '../metadata/table.ts';
import {changedName} from './changed-name.ts';
import type {TransferModel} from './transfer-model.ts';

/** Bytes of a name that file systems take. */
const maxBytes = 255;

/** Names that Archivematica will change, or cannot have: each folder is told once. */
export function checkNames({objects}: TransferModel, tell: Tell): void {
	const seen = new Set<string>();
	for (const path of objects.keys()) {
		for (let end = path.indexOf('/') + 1; end > 0;) {
			const next = path.indexOf('/', end);
			const own = next === -1 ? path : path.slice(0, next);
			if (!seen.has(own)) {
				seen.add(own);
				checkName(own, own.slice(end), tell);
			}
			end = next + 1;
		}
	}
}

function checkName(path: string, name: string, tell: Tell): void {
	if (new TextEncoder().encode(name).length > maxBytes) {
		tell({code: 'name-too-long', severity: 'error', path, message: `The name of "${path}" has more than ${maxBytes} bytes.`});
	}
	const changed = changedName(name);
	if (changed !== undefined) {
		const result = changed.to === undefined ? 'in ASCII letters' : `"${changed.to}", or that with a number`;
		const message = `Archivematica will change the name of "${path}": ${result}. It keeps the old one in the METS file.`;
		tell({code: 'name-changed', severity: 'warning', path, message});
	}
}
