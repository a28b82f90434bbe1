import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {rolldown} from 'rolldown';

/** Makes one file of JavaScript of a program beside this file, as an application would have it: compiling TypeScript on the way takes time and 45 MB. */
export async function bundleProgram(name: string, folder: string): Promise<string> {
	const build = await rolldown({
		input: fileURLToPath(new URL(name, import.meta.url)),
		platform: 'node',
		resolve: {conditionNames: ['@fonds/source', 'import', 'default']},
	});
	const {output} = await build.write({dir: folder, format: 'esm', entryFileNames: '[name].mjs', codeSplitting: false});
	await build.close();
	return join(folder, output[0].fileName);
}
