import {PackageUploader} from '../components/package-uploader/package-uploader.ts';

// A second copy of this package on a page is not an error: the first one keeps the name.
if (customElements.get('package-uploader') === undefined) customElements.define('package-uploader', PackageUploader);
