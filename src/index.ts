export { Allocator, MimallocOptions } from './allocator/allocator';
export { BuildCache } from './workflow/build-cache';
export { BuildStrategy } from './build-strategy';
export { ImageOptions } from './image/image-options';
export { MuslRustChef } from './muslrust-chef';
export { MuslRustChefOptions } from './muslrust-chef-options';
export { Platform } from './platform';
export { RuntimeBase } from './image/runtime-base';
export { RustProject, RustProjectOptions } from './rust-project';
