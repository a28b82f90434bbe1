import {entryFromFile, type PackageProgress} from '@fonds/packaging';
import {packageInWorker} from '@fonds/packaging/worker';
import type {Preservica} from '@fonds/preservica';
import type {PackageSink} from '@fonds/web-components';

import {assetHref} from './routes.ts';

/** Packages in a worker what someone picked, as one asset in a folder, and follows it until it is preserved. */
export function folderSink(preservica: Preservica, folder: () => string | null): PackageSink {
	return {
		async ingest({title, description, securityTag, files}, {signal, onProgress} = {}) {
			const parent = folder();
			if (parent === null) throw new Error('Choose the folder that the asset goes into.');
			const worker = new Worker(new URL('packaging-worker.ts', import.meta.url), {type: 'module', name: 'packaging'});
			try {
				const content = files.map(({path, file}) => entryFromFile(file, path));
				const asset = {title, description, securityTag, representations: [{type: 'Preservation', files: content}]};
				let uploaded = 0;
				const packaged = ({done, total, file}: PackageProgress) => {
					onProgress?.({phase: 'packaging', done, total, file});
					if (done === total && uploaded === 0) onProgress?.({phase: 'uploading', done: 0, total: undefined}); // the last parts are still to go
				};
				const pack = await packageInWorker(worker, {parent, assets: [asset]}, {signal, onProgress: packaged});
				const job = await preservica.uploads.upload(pack, {
					folder: parent,
					signal,
					onProgress: ({done, total}) => {
						uploaded = done;
						onProgress?.({phase: 'uploading', done, total});
					},
				});
				for await (const {detail} of job.watch({signal})) onProgress?.({phase: 'ingesting', done: 0, total: undefined, activity: detail});
				const {assets} = await job.done({signal});
				return {assets: assets.map(ref => ({ref, title, href: assetHref(ref)}))};
			} finally {
				worker.terminate();
			}
		},
	};
}
