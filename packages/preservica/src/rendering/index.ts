export {Rendering, type ViewerLink} from './rendering.ts';
