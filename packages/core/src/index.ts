export {orAbort} from './async/or-abort.ts';
export {sleep} from './async/sleep.ts';
export {createCredentialCache, type Credential, type CredentialCache, type CredentialCacheOptions} from './auth/credential-cache.ts';
export {Secret} from './auth/secret.ts';
export {createMemoryTokenStore, type StoredToken, type TokenStore} from './auth/token-store.ts';
export {ConfigurationError} from './errors/configuration-error.ts';
export {DecodeError} from './errors/decode-error.ts';
export {FixityError, type FixityErrorOptions} from './errors/fixity-error.ts';
export {HttpError, type HttpErrorOptions} from './errors/http-error.ts';
export {JobFailedError} from './errors/job-failed-error.ts';
export {NetworkError} from './errors/network-error.ts';
export {PackageError, type PackageErrorOptions} from './errors/package-error.ts';
export {AuthenticationError, ConflictError, NotFoundError, PermissionError, RateLimitError} from './errors/refusals.ts';
export {isSdkError, SdkError, type SdkErrorOptions} from './errors/sdk-error.ts';
export {TimeoutError} from './errors/timeout-error.ts';
export {createHttpClient} from './http/http-client.ts';
export type {
	Authenticator,
	ErrorAnswer,
	HttpClient,
	HttpClientOptions,
	HttpEvent,
	HttpMethod,
	RequestOptions,
	RetryOptions,
	SendOptions,
} from './http/options.ts';
export {Path, path} from './http/path.ts';
export type {JsonValue} from './json/json-value.ts';
export {type Page, Pages} from './paging/pages.ts';
export {type LoadPage, type PagesOptions, paginate} from './paging/paginate.ts';
export {createJob, type Job, type JobDefinition, type JobState, type Look} from './polling/job.ts';
export type {PollOptions} from './polling/options.ts';
export {createProgress, type Progress, type ProgressCounter, type ProgressListener} from './progress/progress.ts';
