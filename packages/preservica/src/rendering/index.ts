export {Rendering} from './rendering.ts';
