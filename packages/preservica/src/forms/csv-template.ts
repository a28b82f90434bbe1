import {ConfigurationError, DecodeError, NotFoundError, path, type RequestOptions} from '@fonds/core';
import {readText} from '@fonds/core/streams';
import type {Session} from '../auth/session.ts';
import type {Forms} from './forms.ts';

/** Reads a CSV template (MDG-10). */
export async function readCsvTemplate(
	session: Session,
	forms: Forms,
	which: string | readonly string[] | {readonly title: string},
	options: RequestOptions,
): Promise<string> {
	const ids = await idsOf(forms, which, options);
	if (ids.length === 0 || ids.some(id => id.trim() === '')) {
		throw new ConfigurationError('A CSV template needs the id of a form, or several.');
	}
	const response = await session.http.send('GET', path`api/metadata/csv-templates/download`, {...options, query: {ids: ids.join(',')}});
	const text = response.body === null ? '' : await readText(response.body);
	if (text.trim() === '' || text.trimStart().startsWith('<')) {
		throw new DecodeError(
			`The CSV template is ${text.trim() === '' ? 'empty' : 'a web page'}. The form may have no fields, or a proxy may have answered.`,
		);
	}
	return text;
}

async function idsOf(
	forms: Forms,
	which: string | readonly string[] | {readonly title: string},
	options: RequestOptions,
): Promise<readonly string[]> {
	if (typeof which === 'string') {
		return [which];
	}
	return 'title' in which ? [await idByTitle(forms, which.title, options)] : which;
}

async function idByTitle(forms: Forms, title: string, options: RequestOptions): Promise<string> {
	const found = (await forms.forms(options)).filter(form => form.title === title);
	const [first] = found;
	if (first === undefined) {
		throw new NotFoundError(`There is no metadata form with the title ${JSON.stringify(title)}, or this account has no right to see it.`);
	}
	if (found.length > 1) {
		throw new ConfigurationError(
			`${found.length} metadata forms have the title ${JSON.stringify(title)}: ${found.map(({id}) => id).join(', ')}. Name one by its id.`,
			{code: 'ambiguous'},
		);
	}
	return first.id;
}
