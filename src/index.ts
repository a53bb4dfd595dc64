export { Allocator, MimallocOptions } from './allocator/allocator';
export { BuildCache } from './workflow/build-cache';
export { BuildStrategy } from './build-strategy';
export { ImageOptions } from './image/image-options';
export { MuslRustChef, MuslRustChefOptions } from './muslrust-chef';
export { Platform } from './platform';
export { RuntimeBase } from './image/runtime-base';
export { RustProject, RustProjectOptions } from './rust-project';
