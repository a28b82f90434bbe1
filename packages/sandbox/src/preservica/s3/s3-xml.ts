import type {Tag} from '../xml/write-xml.ts';
import {tagWith, writeDocument} from '../xml/write-xml.ts';

/** The root of an answer of S3. */
export function s3Tag(name: string, ...content: Tag['content']): Tag {
	return tagWith(name, {xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/'}, ...content);
}

/** An answer of S3. */
export function xmlAnswer(document: Tag, headers: Readonly<Record<string, string>> = {}): Response {
	return new Response(writeDocument(document), {headers: {...headers, 'content-type': 'application/xml'}});
}
