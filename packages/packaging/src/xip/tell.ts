import type {XmlElement} from '@fonds/core/xml';
import type {Finding} from '../findings/finding.ts';

/** Reports something about the metadata. */
export interface Tell {
	(code: string, message: string, severity?: Finding['severity'], path?: string): void;
	/** Reports something that has no place in what is read. The element at the top that it stands in is then kept as it is. */
	readonly lost: (code: string, message: string, severity?: Finding['severity']) => void;
}

/** Messages may quote documents, whose texts may have any length. */
const longestMessage = 1000;

/** @param ownPath - The file that findings are about unless they say another. */
export function createTell(findings: Finding[], ownPath: string, onLoss: () => void = () => {}): Tell {
	const tell = (code: string, message: string, severity: Finding['severity'] = 'error', path = ownPath): void => {
		const shown = message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
		findings.push({code, severity, path, message: shown});
	};
	const lost: Tell['lost'] = (...finding) => {
		tell(...finding);
		onLoss();
	};
	return Object.assign(tell, {lost});
}

/** A document that is being read. */
export interface Reading {
	readonly tell: Tell;
	/** Reads an element at the top of the document. */
	readonly read: <T>(element: XmlElement, decode: (element: XmlElement, tell: Tell) => T) => T;
	/** Those of which something was lost. */
	readonly leftovers: readonly XmlElement[];
}

export function createReading(findings: Finding[], ownPath: string): Reading {
	const leftovers: XmlElement[] = [];
	let losses = 0;
	const tell = createTell(findings, ownPath, () => void losses++);
	return {
		tell,
		read(element, decode) {
			const before = losses;
			const decoded = decode(element, tell);
			if (losses > before) {
				leftovers.push(element);
			}
			return decoded;
		},
		leftovers,
	};
}
