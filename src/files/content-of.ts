import { FileBase, ResolveOptions } from 'projen';
import { rendererOf } from './edit-content';

/** What a generated file will hold, as things stand. */
export function contentOf(file: FileBase): string | undefined {
  return rendererOf(file)({ resolve });
}

/** As projen does when it renders: values may be functions that are called at the end, and empty ones left out. (its lib/_resolve.js) */
function resolve(value: unknown, options: ResolveOptions = {}): unknown {
  if (typeof value === 'function') return resolve(value(), options);
  if (typeof value !== 'object' || value === null) return value;
  const resolved = Array.isArray(value)
    ? value.map((item) => resolve(item, options)).filter((item) => item !== undefined && item !== null)
    : Object.fromEntries(
        Object.entries(value)
          .map(([key, item]) => [key, resolve(item, options)] as const)
          .filter(([, item]) => item !== undefined),
      );
  // of a list those that it has count before they are resolved
  const isEmpty = Object.keys(Array.isArray(value) ? value : resolved).length === 0;
  return options.omitEmpty && isEmpty ? undefined : resolved;
}
