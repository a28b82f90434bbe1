import {AssetViewer} from '../components/asset-viewer/asset-viewer.ts';
import {register} from '../internal/register.ts';

register('asset-viewer', AssetViewer);
