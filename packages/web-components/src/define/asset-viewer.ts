import {AssetViewer} from '../components/asset-viewer/asset-viewer.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('asset-viewer') === undefined) customElements.define('asset-viewer', AssetViewer);
