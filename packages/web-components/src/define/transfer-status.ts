import {TransferStatus} from '../components/transfer-status/transfer-status.ts';
import {register} from '../internal/register.ts';

register('transfer-status', TransferStatus);
