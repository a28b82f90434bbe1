export {connectStorage} from '../storage/connect.ts';
export {PackageRequests} from './package-requests.ts';
