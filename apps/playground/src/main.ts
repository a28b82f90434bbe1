import '@fonds/web-components/define/asset-viewer';
import '@fonds/web-components/define/preservation-source';
import './app.ts';
