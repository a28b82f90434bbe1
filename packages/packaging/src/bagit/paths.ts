/** Why a path in a bag is refused; undefined when it stays in its place (RFC 8493, 2.1.3 and 5.1). */
export function unsafePath(path: string, isPayload: boolean): string | undefined {
	if (path === '') {
		return 'is empty';
	}
	if (/^[/\\]|^[A-Za-z]:[/\\]|^~|^%[^%]*%/.test(path)) {
		return 'leads out of the bag';
	}
	if (path.split('/').some(part => part === '..' || part === '.' || part === '')) {
		return 'has an element that is empty or a dot';
	}
	if (/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path)) {
		return 'leads out of the bag on Windows';
	}
	if (path.includes('\0')) {
		return 'holds a zero byte';
	}
	return isPayload && !path.startsWith('data/') ? 'is not in data/' : undefined;
}

/** A path as manifests and fetch.txt have it: only line feeds, carriage returns and percent signs are encoded (RFC 8493, 2.1.3). */
export function encodeBagPath(path: string): string {
	return path.replaceAll('%', '%25').replaceAll('\n', '%0A').replaceAll('\r', '%0D');
}

/** The path that a manifest means. Before 1.0 a percent sign stands for itself. */
export function decodeBagPath(written: string, isModern: boolean): string {
	const decoded = written.replaceAll(/%0A/gi, '\n').replaceAll(/%0D/gi, '\r');
	return isModern ? decoded.replaceAll('%25', '%') : decoded;
}
