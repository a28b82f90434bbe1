import {namespace, optionalAttribute} from '@fonds/core/xml';
import type {XmlElement} from '@fonds/core/xml';

const xlink = namespace('http://www.w3.org/1999/xlink');

/** A file as the file section of a METS document names it. */
export interface MetsFile {
	readonly uuid: string;
	readonly path: string;
	/** The USE of its group. */
	readonly use: string;
}

/** The files in the file section of a METS document. */
export function metsFiles(mets: XmlElement): readonly MetsFile[] {
	return below(mets, 'fileGrp').flatMap(group =>
		below(group, 'file').flatMap(file => {
			const [location] = below(file, 'FLocat');
			const href = location && optionalAttribute(location, xlink('href'));
			const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.exec(optionalAttribute(file, 'ID') ?? '')?.[0];
			return href === undefined || uuid === undefined ? [] : [{uuid, path: decode(href), use: optionalAttribute(group, 'USE') ?? ''}];
		}),
	);
}

/** Every element with a local name, wherever it is. */
function below(root: XmlElement, name: string): readonly XmlElement[] {
	const inner = root.children.flatMap(node => (typeof node === 'string' ? [] : below(node, name)));
	return root.name === name ? [root, ...inner] : inner;
}

function decode(href: string): string {
	try {
		return decodeURIComponent(href);
	} catch {
		return href;
	}
}
