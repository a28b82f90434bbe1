/** A place in the playground, kept in the address behind `#`. */
export type Route =
	| {readonly page: 'folder'; readonly ref: string | null}
	| {readonly page: 'asset'; readonly ref: string}
	| {readonly page: 'add'; readonly folder: string | null}
	| {readonly page: 'transfer'; readonly transfer: string | null};

const reference = /^[0-9a-zA-Z-]+$/u;

/** The place an address names; what it does not know is the collection's top. */
export function readRoute(hash: string): Route {
	const [page, ref] = hash.replace(/^#\/?/u, '').split('/');
	const known = ref !== undefined && reference.test(ref) ? ref : null;
	if (page === 'asset' && known !== null) return {page, ref: known};
	if (page === 'add') return {page, folder: known};
	if (page === 'transfer') return {page, transfer: known};
	return {page: 'folder', ref: known};
}

export const folderHref = (ref: string | null): string => (ref === null ? '#/' : `#/folder/${ref}`);
export const assetHref = (ref: string): string => `#/asset/${ref}`;
export const addHref = (folder: string | null): string => (folder === null ? '#/add' : `#/add/${folder}`);
export const transferHref = (transfer: string | null): string => (transfer === null ? '#/transfer' : `#/transfer/${transfer}`);
