import {PreservationSource} from '../components/preservation-source/preservation-source.ts';
import {register} from '../internal/register.ts';

register('preservation-source', PreservationSource);
