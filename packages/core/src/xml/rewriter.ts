/** Collects replacements in a text, in order. Nothing is copied until there is one. */
export interface Rewriter {
	replace(start: number, end: number, text: string): void;
	/** The text between two offsets of the original, with the replacements between them. */
	result(start: number, end: number): string;
}

/** Makes a rewriter of one text. */
export function createRewriter(source: string): Rewriter {
	const edits: {readonly start: number; readonly end: number; readonly text: string}[] = [];
	return {
		replace(start, end, text) {
			edits.push({start, end, text});
		},
		result(start, end) {
			const pieces: string[] = [];
			let copied = start;
			for (const edit of edits) {
				if (edit.start >= start && edit.end <= end) {
					pieces.push(source.slice(copied, edit.start), edit.text);
					copied = edit.end;
				}
			}
			pieces.push(source.slice(copied, end));
			return pieces.join('');
		},
	};
}
