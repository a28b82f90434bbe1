/** Reads the METS of an AIP. */
export async function readMets(stream: ReadableStream<Uint8Array>): Promise<void> {
	await stream.cancel();
}
