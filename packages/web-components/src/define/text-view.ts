import {TextView} from '../components/text-view/text-view.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('text-view') === undefined) customElements.define('text-view', TextView);
