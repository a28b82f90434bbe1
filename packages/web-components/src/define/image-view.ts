import {ImageView} from '../components/image-view/image-view.ts';
import {register} from '../internal/register.ts';

register('image-view', ImageView);
