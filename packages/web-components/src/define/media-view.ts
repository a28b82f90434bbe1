import {MediaView} from '../components/media-view/media-view.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('media-view') === undefined) customElements.define('media-view', MediaView);
