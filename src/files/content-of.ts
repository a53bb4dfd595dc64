import { FileBase } from 'projen';
import { rendererOf } from './edit-content';

/** What a generated file will hold, as things stand. */
export function contentOf(file: FileBase): string | undefined {
  return rendererOf(file)({ resolve });
}

/** As projen does when it renders: values may be functions that are called at the end. */
function resolve(value: unknown): unknown {
  if (typeof value === 'function') return resolve(value());
  if (Array.isArray(value)) return value.map(resolve);
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)])) : value;
}
