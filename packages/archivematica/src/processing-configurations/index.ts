export {connectDashboard} from '../dashboard/connect.ts';
export {ProcessingConfigurations} from './processing-configurations.ts';
