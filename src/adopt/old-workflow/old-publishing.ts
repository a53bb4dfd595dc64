import { posix } from 'node:path';
import { valueOf, WorkflowScope } from './workflow-value';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';
import { words } from '../old-dockerfile/dockerfile-words';

/** An image that an old workflow builds. */
export interface OldPublishing {
  /** Of the Dockerfile, and what it is built in; seen from the root of the repository. */
  readonly dockerfile: string;
  readonly context: string;
  readonly target?: string;
  /** The repositories that it is pushed to, with `<owner>` and `<repository>` for what the run knows. */
  readonly repositories: readonly string[];
  readonly platforms: readonly string[];
  readonly buildArgs: Readonly<Record<string, string>>;
}

/** That of docker/build-push-action. */
export function buildOfAction(inputs: YamlMapping, before: YamlMapping[], scope: WorkflowScope): OldPublishing {
  const context = valueOf(inputs.context ?? '.', scope).replace(/^\{\{.*/, '.');
  const file = valueOf(inputs.file, scope);
  const metadata = before.filter(({ uses }) => /^docker\/metadata-action@/.test(`${uses as string}`)).at(-1);
  const named = [
    // only what the tags refer to names them
    ...(metadata &&
    /steps\.[\w-]+\.outputs|env\.DOCKER_METADATA/.test(`${inputs.tags as string}${inputs.outputs as string}`)
      ? linesOf(valueOf(mappingOf(metadata.with).images, scope))
      : []),
    ...linesOf(valueOf(inputs.tags, scope)),
    ...[...valueOf(inputs.outputs, scope).matchAll(/\bname=([^,\s]+)/g)].map(([, name]) => name),
  ];
  const folder = context === '' || context.includes('${{') || /^[a-z]+:/.test(context) ? '.' : posix.normalize(context);
  return {
    context: folder,
    dockerfile: posix.normalize(file === '' ? posix.join(folder, 'Dockerfile') : file),
    target: valueOf(inputs.target, scope) || undefined,
    repositories: repositoriesOf(named),
    platforms: linesOf(valueOf(inputs.platforms, scope)),
    buildArgs: Object.fromEntries(
      `${valueOf(inputs['build-args'], scope)}`
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
  };
}

/**
 * Those of a script.
 *
 * @param from where it is run
 */
export function buildsOfScript(script: string, from = '.'): OldPublishing[] {
  const pushed = [...script.matchAll(/\bdocker\s+(?:image\s+)?push\s+(?:-\S+\s+)*(\S+)/g)].map(
    ([, name]) => words(name)[0],
  );
  return [
    ...script.replace(/\\\n/g, ' ').matchAll(/\bdocker\s+(?:(?:buildx|image|builder)\s+)?build\s+([^;&|\n]*)/g),
  ].map(([, said]) => {
    const all = words(said);
    const after = (...flags: string[]) =>
      all.flatMap((word, i) => {
        const [flag, value] = word.split(/=(.*)/s);
        return flags.includes(flag) ? [value ?? all[i + 1] ?? ''] : [];
      });
    const context = all.at(-1)?.startsWith('-') ? '.' : (all.at(-1) ?? '.');
    const folder = /[$:]/.test(context) ? from : posix.join(from, context).replace(/(?<=.)\/$/, '');
    const [file] = after('-f', '--file');
    return {
      context: folder,
      dockerfile: posix.join(...(file === undefined ? [folder, 'Dockerfile'] : [from, file])),
      target: after('--target')[0],
      repositories: repositoriesOf([...after('-t', '--tag'), ...pushed]),
      platforms: after('--platform').flatMap((each) => linesOf(each)),
      buildArgs: Object.fromEntries(
        after('--build-arg')
          .filter((each) => each.includes('='))
          .map((each) => each.split(/=(.*)/s).slice(0, 2) as [string, string]),
      ),
    };
  });
}

/** References without their tags, each once. */
function repositoriesOf(references: readonly string[]): string[] {
  const names = references
    .map((each) =>
      each
        .replace(/^name=/, '')
        .replace(/,(enable|tag-prefix).*$/, '')
        .replace(/@sha256.*$/, '')
        .replace(/:[^/]*$/, '')
        .replace(/^docker\.io\//, ''),
    )
    .filter((name) => /^[^\s:$]|\$\{\{/.test(name) && name.includes('/'));
  return [...new Set(names)];
}

/** The items of an input that is a list. */
export function linesOf(text: string, separator: RegExp = /[\n,]/): string[] {
  return text
    .split(separator)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
