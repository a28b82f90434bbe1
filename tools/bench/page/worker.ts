import {servePackaging} from '../../../packages/packaging/src/worker/index.ts';

servePackaging(self);
