/** Why something failed, as a code: the message of an error may hold an address. */
export function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';
}
