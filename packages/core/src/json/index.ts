export {decodeJson, getJson, sendJson} from './json-requests.ts';
export type {JsonValue} from './json-value.ts';
export {type JsonIssue, type JsonSchema, type JsonVerdict, parseJson} from './parse-json.ts';
