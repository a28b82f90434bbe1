import {MediaView} from '../components/media-view/media-view.ts';
import {register} from '../internal/register.ts';

register('media-view', MediaView);
