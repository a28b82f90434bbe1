import {TransferStatus} from '../components/transfer-status/transfer-status.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('transfer-status') === undefined) customElements.define('transfer-status', TransferStatus);
