export {RegistryCollection, type RegistryItem, type RegistryPlace} from './registry-collection.ts';
export {Registry, type RegistryOptions} from './registry.ts';
