import type {Markup} from '../xml-writer.ts';
import {markup} from '../xml-writer.ts';

/** What a compression event says: `program="7z"; version="16.02"; algorithm="bzip2"`. */
export interface Compression {
	readonly program: string;
	readonly algorithm: string;
}

/** The PREMIS elements among posted values, which are nested lists: a name, perhaps attributes, and children (reference, SS-18). */
export function premisElements(value: unknown, name: string): readonly Markup[] {
	return lists(value).flatMap(list => (list[0] === name ? [element(list)] : []));
}

/** What the compression event among posted ones says. `undefined` when there is none. */
export function compressionEvent(events: unknown): Compression | undefined {
	const found = lists(events).find(event => textIn(event, 'event_type') === 'compression');
	if (!found) return undefined;
	const detail = textIn(found, 'event_detail') ?? '';
	const part = (name: string) => new RegExp(`${name}="?([^";]*)`, 'u').exec(detail)?.[1] ?? '';
	return {program: part('program'), algorithm: part('algorithm')};
}

type List = readonly unknown[];

function lists(value: unknown): readonly List[] {
	return Array.isArray(value) ? value.filter(item => Array.isArray(item)) : [];
}

function element(list: List): Markup {
	const [name, ...rest] = list;
	const children = rest.flatMap((child): readonly (Markup | string)[] => {
		if (Array.isArray(child)) return [element(child)];
		return typeof child === 'string' ? [child] : [];
	});
	return markup(`premis:${camel(String(name))}`, {}, ...children);
}

/** The text of the first element of this name, at any depth. */
function textIn(list: List, name: string): string | undefined {
	if (list[0] === name) return list.slice(1).find(child => typeof child === 'string');
	for (const child of lists(list)) {
		const found = textIn(child, name);
		if (found !== undefined) return found;
	}
	return undefined;
}

/** `event_date_time` is `eventDateTime`. */
function camel(name: string): string {
	return name.replaceAll(/_([a-z])/gu, (_all, letter: string) => letter.toUpperCase());
}
