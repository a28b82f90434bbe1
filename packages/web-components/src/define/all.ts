import './asset-viewer.ts';
import './image-view.ts';
import './media-view.ts';
import './package-uploader.ts';
import './pdf-view.ts';
import './preservation-source.ts';
import './text-view.ts';
import './transfer-status.ts';
