import type {IncomingHttpHeaders} from 'node:http';
import type {Shape} from './shape.ts';
import {branch, leaf} from './shape.ts';
import {typeOfText} from './value-type.ts';

/** Headers that say how a server behaves. No other is looked at. */
const told = [
	'accept-ranges',
	'content-disposition',
	'content-range',
	'etag',
	'last-modified',
	'location',
	'preservica-progress-token',
	'retry-after',
];

const mediaTypes: ReadonlySet<string> = new Set([
	'application/json',
	'application/octet-stream',
	'application/x-www-form-urlencoded',
	'application/xml',
	'application/zip',
	'image/jpeg',
	'image/png',
	'multipart/form-data',
	'text/csv',
	'text/html',
	'text/plain',
	'text/xml',
]);

/** The headers of an answer, each with what its value looks like. */
export function shapeOfHeaders(headers: IncomingHttpHeaders): Shape {
	const found = told.filter(name => headers[name] !== undefined);
	return branch(
		['headers'],
		found.map(name => [name, leaf(typeOfText(String(headers[name])))]),
	);
}

/** The media type without its parameters, in lower case. */
export function mediaTypeOf(headers: IncomingHttpHeaders): string {
	return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** The media type as it is recorded, with its encoding: those that are well known, else `{other}`. */
export function recordedType(headers: IncomingHttpHeaders): string {
	const type = mediaTypeOf(headers);
	if (type === '') return 'none';
	const utf8 = /;\s*charset="?utf-8"?\s*(?:;|$)/iu.test(headers['content-type'] ?? '');
	return `${mediaTypes.has(type) ? type : '{other}'}${utf8 ? ';charset=utf-8' : ''}`;
}
