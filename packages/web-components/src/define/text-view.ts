import {TextView} from '../components/text-view/text-view.ts';
import {register} from '../internal/register.ts';

register('text-view', TextView);
