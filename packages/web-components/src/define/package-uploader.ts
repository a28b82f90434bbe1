import {PackageUploader} from '../components/package-uploader/package-uploader.ts';
import {register} from '../internal/register.ts';

register('package-uploader', PackageUploader);
