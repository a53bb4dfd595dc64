import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Type } from './assembly-types';

/** This package, as its types are named in assemblies. */
export const OWN = 'projen-muslrust-chef';

/**
 * What jsii knows of a package's types. It writes that into `.jsii`, which is part of the package.
 */
export class Assembly {
  /** The type of a name such as `projen.ProjectOptions`. */
  public static typeOf(fqn: string): Type {
    const type = Assembly.of(fqn.split('.')[0]).find(fqn);
    if (!type) {
      throw new Error(`${fqn} is not in the .jsii of its package. Among the sources, run "npx projen compile".`);
    }
    return type;
  }

  private static readonly read = new Map<string, Assembly>();

  private static of(name: string): Assembly {
    const assembly = Assembly.read.get(name) ?? new Assembly(folderOf(name));
    Assembly.read.set(name, assembly);
    return assembly;
  }

  private readonly types = new Map<string, Type | undefined>();
  private readonly json: Buffer;
  private all?: Record<string, Type>;

  constructor(folder: string) {
    this.json = readAssembly(folder);
  }

  /** The type of a name, if it is there. */
  public find(fqn: string): Type | undefined {
    if (!this.types.has(fqn)) {
      this.types.set(fqn, this.cut(fqn) ?? this.parse()[fqn]);
    }
    return this.types.get(fqn);
  }

  /** Only this type is parsed, by how jsii indents: all of projen's types are three megabytes. */
  private cut(fqn: string): Type | undefined {
    const key = `\n    ${JSON.stringify(fqn)}: `;
    const end = '\n    }';
    const from = this.json.indexOf(key);
    const to = this.json.indexOf(end, from + key.length);
    // where one of them is not there, this is no type either
    try {
      const type = JSON.parse(this.json.toString('utf8', from + key.length, to + end.length)) as Type;
      return type.fqn === fqn ? type : undefined;
    } catch {
      return undefined;
    }
  }

  private parse(): Record<string, Type> {
    this.all ??= (JSON.parse(this.json.toString()) as { readonly types: Record<string, Type> }).types;
    return this.all;
  }
}

function folderOf(name: string): string {
  return name === OWN ? join(__dirname, '..', '..') : dirname(require.resolve(`${name}/package.json`));
}

/** `.jsii` has the types, or names the compressed file that has them. */
function readAssembly(folder: string): Buffer {
  const path = join(folder, '.jsii');
  let json: Buffer;
  try {
    json = readFileSync(path);
  } catch (error) {
    throw new Error(
      `${path} can't be read, and options are checked by it (${(error as Error).message}). ` +
        'Install the package again; among the sources, run "npx projen compile".',
    );
  }
  const { filename } = json.length < 1024 ? (JSON.parse(json.toString()) as { filename?: string }) : {};
  return filename ? gunzipSync(readFileSync(join(folder, filename))) : json;
}
