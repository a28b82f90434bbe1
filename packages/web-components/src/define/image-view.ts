import {ImageView} from '../components/image-view/image-view.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('image-view') === undefined) customElements.define('image-view', ImageView);
