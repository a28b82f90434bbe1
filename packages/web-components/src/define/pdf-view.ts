import {PdfView} from '../components/pdf-view/pdf-view.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('pdf-view') === undefined) customElements.define('pdf-view', PdfView);
