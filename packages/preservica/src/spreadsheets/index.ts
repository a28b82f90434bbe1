export {type CsvTable, parseCsv, writeCsvRow, type WriteCsvOptions} from '../csv/csv.ts';
