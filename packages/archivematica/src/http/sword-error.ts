/**
 * What a SWORD error document says, `undefined` for any other text. It is labelled `text/html`, and its end may be missing: errors keep the
 * start of an answer only (reference 3.9).
 */
export function swordSummary(body: string): string | undefined {
	if (!/^\s*(?:<\?xml[^>]*\?>\s*)?<sword:error[\s>]/.test(body)) {
		return undefined;
	}
	const [, found = '', end] = /<summary\b[^>]*>([^<]*)(<?)/.exec(body) ?? [];
	const summary = found.trim();
	if (!isTraceback(summary)) {
		return summary === '' ? undefined : summary;
	}
	const last = summary.split('\n').at(-1)?.trim() ?? '';
	const reason = end === '<' && !/^(?:File\b|Traceback\b)/.test(last) ? `: ${last}` : '';
	return `The server's own program failed (Python traceback)${reason}`;
}

/** Whether a text is what Python prints of an exception nobody expected. */
export function isTraceback(text: string): boolean {
	return /(?:^|>)\s*Traceback \(most recent call last\)/.test(text);
}
