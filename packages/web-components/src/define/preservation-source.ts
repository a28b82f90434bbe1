import {PreservationSource} from '../components/preservation-source/preservation-source.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('preservation-source') === undefined) customElements.define('preservation-source', PreservationSource);
