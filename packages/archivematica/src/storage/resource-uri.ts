import {path} from '@fonds/core';

/** The URI the Storage Service knows a thing by; the only form in which it takes relations (reference 3.1). */
export function resourceUri(resource: 'pipeline' | 'space' | 'location' | 'file', uuid: string): string {
	return `/${String(path`api/v2/${resource}/${uuid}/`)}`;
}
