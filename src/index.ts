export { Allocator, type MimallocOptions } from './allocator/allocator';
export { BuildCache } from './workflow/build-cache';
export { BuildStrategy } from './build-strategy';
export { type ImageOptions } from './image/image-options';
export { MuslRustChef } from './muslrust-chef';
export { type MuslRustChefOptions } from './muslrust-chef-options';
export { Platform } from './platform';
export { RuntimeBase } from './image/runtime-base';
export { RustProject, type RustProjectOptions } from './rust-project';
