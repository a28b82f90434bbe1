export {Account, type AccountDetails, type OwnSecurityTag} from './account.ts';
