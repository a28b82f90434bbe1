import {servePackaging} from '@fonds/packaging/worker';

servePackaging(self);
