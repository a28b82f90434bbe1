import {PdfView} from '../components/pdf-view/pdf-view.ts';
import {register} from '../internal/register.ts';

register('pdf-view', PdfView);
