import type {Kind} from './model.ts';

/** The names a kind of entity has on the wire. */
export const kinds: Readonly<Record<Kind, {readonly path: string; readonly element: string}>> = {
	SO: {path: 'structural-objects', element: 'StructuralObject'},
	IO: {path: 'information-objects', element: 'InformationObject'},
	CO: {path: 'content-objects', element: 'ContentObject'},
};

/** All kinds, folders first. */
export const allKinds: readonly Kind[] = ['SO', 'IO', 'CO'];

/** The kind whose entities live under a path segment. */
export function kindOfPath(path: string): Kind | undefined {
	return allKinds.find(kind => kinds[kind].path === path);
}
