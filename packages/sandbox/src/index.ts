export type {SandboxVersion} from './context.ts';
export type {SandboxState} from './control/state.ts';
export type {SandboxApiKey, SandboxCredentials, SandboxUser} from './credentials.ts';
export type {Fault, FaultKind} from './faults/fault.ts';
export type {PlannedFault} from './faults/fault-plan.ts';
export type {ListenOptions} from './listen/listener.ts';
export {sandboxOperations} from './operations-list.ts';
export type {Evidence, Operation} from './operations.ts';
export {createSandbox, type Sandbox, type SandboxOptions} from './sandbox.ts';
