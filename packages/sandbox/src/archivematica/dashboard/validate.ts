import {parseCsv} from '../csv.ts';
import type {Asked} from '../http/asked.ts';
import type {State} from '../state.ts';
import {answer, failure} from './answer.ts';
import {validateAvalon} from './validators/avalon.ts';
import type {Rows} from './validators/manifest.ts';
import {Invalid} from './validators/manifest.ts';
import {validateRights} from './validators/rights.ts';

const validators: Readonly<Record<string, (rows: Rows) => void>> = {avalon: validateAvalon, rights: validateRights};

/** AM-24: the first problem of a CSV file. The validator is looked for before the type of the body is looked at: assumed. */
export async function validate(state: State, request: Asked, name: string): Promise<Response> {
	const check = Object.hasOwn(validators, name) ? validators[name] : undefined;
	if (!check) return failure(state, 404, `Unknown validator. Accepted values: ${Object.keys(validators).join(',')}`);
	if (!isCsv(request.headers.get('content-type') ?? '')) return failure(state, 400, 'Content type should be "text/csv; charset=utf-8"');
	try {
		check(parseCsv(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(await request.bytes())));
	} catch (error) {
		if (error instanceof Invalid) return answer(state, {valid: false, reason: error.message}, 400);
		return failure(state, 400, 'Unexepected error in the validation process, see the logs for more details.');
	}
	return answer(state, {valid: true});
}

/** The type in any case, the character set in this one. */
function isCsv(contentType: string): boolean {
	const [type = '', ...parameters] = contentType.split(';').map(part => part.trim());
	return (
		type.toLowerCase() === 'text/csv' &&
		parameters.some(parameter => /^charset="?utf-8"?$/u.test(parameter.replace(/^charset/iu, 'charset')))
	);
}
