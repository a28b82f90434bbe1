import {savedName} from './safe-name.ts';

/** How long the address of a saved file stays valid: Safari and Firefox read it some time after the click. */
const graceTime = 60_000;

/** Gives bytes to the browser's download, under a name that is safe on any system. */
export function saveBlob(blob: Blob, name: string, later: (action: () => void, ms: number) => unknown = setTimeout): void {
	// The neutral type keeps a browser from opening what it should save.
	const url = URL.createObjectURL(blob.slice(0, blob.size, 'application/octet-stream'));
	const link = document.createElement('a');
	link.href = url;
	link.download = savedName(name);
	link.click();
	later(() => URL.revokeObjectURL(url), graceTime);
}
