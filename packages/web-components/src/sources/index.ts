export {archivematicaJob, archivematicaSource, type ArchivematicaClient} from './archivematica-source.ts';
export {preservicaJob, preservicaSource, type PreservicaClient} from './preservica-source.ts';
