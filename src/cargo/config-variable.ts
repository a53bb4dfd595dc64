import { Setting } from './config-setting';
import { mayApply } from './target-spec';
import { Warning } from '../messages/warnings';
import { leavesRoot } from '../paths/leaves-root';

/** What is to be said of a variable. (https://doc.rust-lang.org/cargo/reference/config.html#env) */
export function variable({ tree, table, name, base }: Setting): Warning[] {
  const said = typeof table.values[name] === 'string' ? undefined : table.table(name)!;
  const value = (said ? said.string('value') : table.string(name)) ?? '';
  const path = tree.resolve(base, value);
  if (!said?.boolean('relative')) {
    return namesCompiler(name) && lacksProgram(value)
      ? [
          {
            id: 'config-program',
            text:
              `${table.at(name)} is ${JSON.stringify(value)}, which the builder image does not have: what is compiled by it in the build ` +
              `of the image will fail. Remove it; on your own machine the variable ${name} does the same`,
          },
        ]
      : [];
  }
  if (!leavesRoot(path)) return [];
  return [
    {
      id: 'config-env',
      text: `${table.at(name)} is ${path}, outside the project, and the image is built from the project's files only. Move what is read there into the project`,
    },
  ];
}

/** Whether build scripts take a variable for a program that compiles C: those of the crate `cc`, in its forms for a target. */
function namesCompiler(name: string): boolean {
  const [, scope] = /^(?:(?:HOST|TARGET)_)?(?:CC|CXX|AR|RANLIB|NM|LD)(?:_(.+))?$/.exec(name) ?? [name, 'no compiler'];
  const triple = scope?.replaceAll('_', '-').replace(/^x86-64/, 'x86_64');
  return triple === undefined || mayApply(triple) || mayApply(triple, 'gnu');
}

/** Whether a command, such as `ccache gcc`, begins with what no builder base has. */
function lacksProgram(command: string): boolean {
  const [program] = command.trim().split(/\s/);
  return (
    program !== '' &&
    !/^(\/usr\/bin\/)?(cc|gcc|c\+\+|g\+\+|musl-gcc|(gcc-)?(ar|ranlib|nm)|ld)$/.test(program) &&
    // as rust-musl calls its own
    !/(^|\/)(x86_64|aarch64)-unknown-linux-musl-[^/]+$/.test(program)
  );
}
