/** The bytes an answer announces; undefined where they are not told, or are those of an encoding that is taken off before they are read. */
export function contentLengthOf({headers}: Response): number | undefined {
	const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? '';
	const length = headers.get('content-length')?.trim() ?? '';
	return (encoding === '' || encoding === 'identity') && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}
