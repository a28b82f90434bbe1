/** Is a version, like `8.1.0`, at least another, like `7.7`? */
export function isAtLeast(version: string, least: string): boolean {
	return version.localeCompare(least, 'en', {numeric: true}) >= 0;
}

/** The XIP namespace of a version (1.4). */
export function xipNamespace(version: string): string {
	return `http://preservica.com/XIP/v${version.split('.', 2).join('.')}`;
}
