import { posix } from 'node:path';
import { HealthcheckOptions } from './healthcheck-options';
import { assertArguments, assertNone } from './image-texts';
import { UserError } from '../messages/user-error';
import { RESERVED } from '../registry/project-repository';

/** What is checked of an image. */
export interface ImageValues {
  readonly binary: {
    readonly name: string;
    readonly rootFile: string;
    readonly package: { readonly manifestPath: string; readonly directory: string };
  };
  readonly executable: string;
  readonly name: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly ports: number[];
  readonly smokeTest: string[];
  readonly healthcheck?: HealthcheckOptions;
  readonly smokeTestPath?: string;
  readonly labels: Record<string, string>;
}

/**
 * Refuses what a Dockerfile, a registry or a shell would not take, or would take for something else.
 *
 * @param where what messages call the image
 */
export function assertValidImage(where: string, image: ImageValues): void {
  const { binary, executable, name, args, healthcheck, env, ports, smokeTest, smokeTestPath, labels } = image;
  if (!/^[A-Za-z0-9_][\w.+-]*$/.test(binary.name)) {
    throw new UserError(
      `${where}: the name of the binary is not made of letters from a to z, digits, "_", "-", "." and "+" alone, beginning with one ` +
        `of the first three, as scripts and every file system take it. Give it another in ${binary.package.manifestPath}, e.g. ` +
        `\`[[bin]]\`, \`name = "app"\` and \`path = "${posix.relative(binary.package.directory, binary.rootFile)}"\`.`,
    );
  }
  if (!/^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(name)) {
    throw new UserError(
      `${where}: ${JSON.stringify(name)} is not an image name. Set \`name\`: lower-case letters from a to z and ` +
        'digits, separated by ".", "_" or "-", as in "my-app".',
    );
  }
  if (name === RESERVED) {
    throw new UserError(
      `${where}: an image can't be named "${name}": that is the place of the builder image. Set another \`name\`.`,
    );
  }
  for (const port of ports) {
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new UserError(
        `${where}: ports has ${port}, which is not a TCP port. Ports are whole numbers from 1 to 65535.`,
      );
    }
  }
  const twice = ports.find((port, index) => ports.indexOf(port) < index);
  if (twice !== undefined) {
    throw new UserError(`${where}: ports has ${twice} twice. List each once.`);
  }
  if (smokeTestPath !== undefined) {
    // what stands in a URL without being encoded, https://www.rfc-editor.org/rfc/rfc3986#section-3.3, and a query
    if (!/^\/[\w.~!$&'()*+,;=:@%/?-]*$/.test(smokeTestPath)) {
      throw new UserError(
        `${where}: smokeTestPath is ${JSON.stringify(smokeTestPath)}, which is not a path of a URL. ` +
          'Begin it with "/", as in "/healthz", and encode what a URL can\'t hold.',
      );
    }
    if (ports.length === 0) {
      throw new UserError(
        `${where}: smokeTestPath is requested on the first of \`ports\`, and there is none. Set \`ports\`.`,
      );
    }
  }
  const badVariable = Object.keys(env).find((key) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key));
  if (badVariable !== undefined) {
    throw new UserError(
      `${where}: env has ${JSON.stringify(badVariable)}, which is not the name of an environment variable. ` +
        'Use letters, digits and "_", not beginning with a digit.',
    );
  }
  const badLabel = Object.keys(labels).find((key) => !/^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/.test(key));
  if (badLabel !== undefined) {
    throw new UserError(
      `${where}: labels has ${JSON.stringify(badLabel)}, which is not a label key. ` +
        'Use letters, digits, ".", "-", "_" and "/", e.g. "org.opencontainers.image.vendor".',
    );
  }
  for (const [option, [first]] of Object.entries({ args, smokeTest, 'healthcheck.args': healthcheck?.args ?? [] })) {
    const isProgram = first === executable;
    // as Compose and the instruction itself have it
    if (isProgram || (option.startsWith('health') && /^(CMD|CMD-SHELL|NONE)$/.test(first ?? ''))) {
      throw new UserError(
        `${where}: ${option} begins with ${JSON.stringify(first)}, and ${isProgram ? 'that is put before it' : 'is a list of arguments for the program'}. Leave it out.`,
      );
    }
  }
  const ofDockerfile = { env: Object.values(env), labels: Object.values(labels) };
  for (const [option, values] of Object.entries(ofDockerfile)) {
    assertNone(/[\n\r\0]/, `${where}: ${option}`, values, "a Dockerfile can't hold a line break in a value");
  }
  assertNone(/[\n\r\0]/, `${where}: smokeTest`, smokeTest, 'the command of a task and of a step is one line');
  assertArguments(`${where}: args`, args);
}
