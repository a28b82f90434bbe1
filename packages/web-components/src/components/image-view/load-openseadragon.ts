import type OpenSeadragon from 'openseadragon';

/** What the library calls itself: a function that makes viewers, with everything else as its properties. */
export type OpenSeadragonLibrary = typeof OpenSeadragon;

/**
 * Loads OpenSeadragon. It is a UMD module: bundlers give it as the default export, a page that loads modules as they are finds it
 * as a global.
 */
export async function loadOpenSeadragon(): Promise<OpenSeadragonLibrary> {
	const module: {readonly default?: OpenSeadragonLibrary} = await import('openseadragon');
	return module.default ?? Reflect.get(globalThis, 'OpenSeadragon');
}

/**
 * Keeps the library from adding a style sheet to the document, which a strict CSP refuses and reports and which would take the focus ring
 * from other viewers on the page: it adds none when it finds this mark, which is a style element in name only.
 */
export function withoutDocumentStyles<T>(create: () => T): T {
	const mark = document.createElementNS('urn:fonds:mark', 'style');
	mark.setAttribute('data-openseadragon-mobile-css', '');
	document.head.append(mark);
	try {
		return create();
	} finally {
		mark.remove();
	}
}

/** Lets the library empty its overlays where Trusted Types are enforced: it assigns `''` to `innerHTML`, which is refused there. */
export function allowEmptying(element: Element): void {
	Object.defineProperty(element, 'innerHTML', {
		configurable: true,
		set() {
			element.replaceChildren();
		},
	});
}
