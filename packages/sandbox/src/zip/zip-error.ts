/** What is wrong with a zip file, in a sentence. */
export class ZipError extends Error {
	override name = 'ZipError';
}
