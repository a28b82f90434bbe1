export type {Credentials, PasswordCredentials, SharedSecretCredentials, TokenCredentials, TokenFunctionCredentials} from './credentials.ts';
export {Session, type SessionOptions} from './session.ts';
export {compareVersions, type Namespaces, requireVersion, type Version} from './version.ts';
