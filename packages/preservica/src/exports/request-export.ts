import {path, type RequestOptions} from '@fonds/core';
import {writeXml, xmlContentType} from '@fonds/core/xml';
import type {Session} from '../auth/session.ts';
import {wireNames, type EntityReference} from '../entities/entity.ts';
import {orSayUncertain} from '../operations/lost-answer.ts';
import {progressTokenOf} from '../operations/progress.ts';
import {encodeExport, type ExportSettings} from './export-xml.ts';

/** Asks for an export (ENT-38) and gives its progress token. */
export async function requestExport(
	session: Session,
	{type, ref}: EntityReference,
	settings: ExportSettings,
	options: RequestOptions,
): Promise<string> {
	const namespaces = await session.namespaces(options);
	const {path: place, words} = wireNames[type];
	const body = writeXml(encodeExport(settings, namespaces.entity));
	return orSayUncertain('The export may have begun all the same.', async () => {
		const response = await session.http.send('POST', path`api/entity/${place}/${ref}/exports`, {
			...options,
			headers: {'content-type': xmlContentType},
			body,
		});
		return progressTokenOf(response, `The export of the ${words} ${ref}`);
	});
}
