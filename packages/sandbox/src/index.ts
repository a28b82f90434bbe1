export type {SandboxVersion} from './context.ts';
export type {SandboxApiKey, SandboxCredentials, SandboxUser} from './credentials.ts';
export type {Evidence, Operation} from './operations.ts';
export {createSandbox, type Sandbox, type SandboxOptions} from './sandbox.ts';
