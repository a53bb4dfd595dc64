import { provideAssembly } from '../tools/assembly';

provideAssembly();
