/**
 * Keeps a stream under a name of the person's choosing, as the browser saves files. Nothing is offered before the
 * stream has ended well, so a file that fails its verification is never saved.
 */
export async function saveFile(stream: ReadableStream<Uint8Array<ArrayBuffer>>, name: string): Promise<void> {
	const url = URL.createObjectURL(await new Response(stream).blob());
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
