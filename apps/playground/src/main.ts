import '@fonds/web-components/define/all';
import './app.ts';
