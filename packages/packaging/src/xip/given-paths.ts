import {PackageError} from '@fonds/core';

/** Lets a package fail with the paths that the caller gave to files, for those inside the package say little about where a file came from. */
export function failWithGivenPaths(
	bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
	givenPaths: ReadonlyMap<string, string>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
	const reader = bytes.getReader();
	return new ReadableStream(
		{
			async pull(controller) {
				try {
					const {done, value} = await reader.read();
					if (done) {
						controller.close();
					} else {
						controller.enqueue(value);
					}
				} catch (error) {
					throw withGivenPath(error, givenPaths);
				}
			},
			async cancel(reason) {
				await reader.cancel(reason);
			},
		},
		{highWaterMark: 0},
	);
}

function withGivenPath(error: unknown, givenPaths: ReadonlyMap<string, string>): unknown {
	if (!(error instanceof PackageError) || error.path === undefined) {
		return error;
	}
	const {path, problem, message, cause} = error;
	const given = givenPaths.get(path);
	return given === undefined
		? error
		: new PackageError(
				message.replaceAll(path, () => given),
				{problem, path: given, cause},
			);
}
