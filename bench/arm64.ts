/** What memory functions are on arm64, where no time can be measured here: the loops that most of it is spent in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { innerLoops } from './arm64/loops';
import { run, tempDir } from './lib/lab';

const OBJDUMP = 'aarch64-linux-gnu-objdump';
const FUNCTIONS = ['memcmp', 'bcmp', 'memmove', 'memcpy', 'memset'];

const ABOUT = `
The innermost loops of each function: in musl, as the target \`aarch64-unknown-linux-musl\` of Rust has it, and in
[\`memory-functions.c\`](../../assets/memory-functions.c), compiled as a build compiles it, by \`aarch64-linux-gnu-gcc\`. Times are
none: under emulation an instruction takes as long as the emulator needs for it, whatever a processor would.

\`memcpy\` and \`memset\` are musl's in both: they are Arm's own, and read and write 16 bytes or more at a time.
`;

function main() {
  const libc = process.argv[2];
  if (!libc) throw new Error("usage: bench/arm64.ts LIBC: musl's libc.a for arm64");
  const folder = tempDir();
  const ours = join(folder, 'ours.o');
  const source = join(__dirname, '../assets/memory-functions.c');
  run(['aarch64-linux-gnu-gcc', '-O2', '-fPIC', '-ffreestanding', '-fno-builtin', '-c', source, '-o', ours]);
  const members = run(['ar', 't', libc]).split('\n');
  const objectOf = (name: string) => {
    const member = members.find((each) => each.replace(/\.l?o$/, '') === name);
    if (!member) return undefined;
    run(['ar', 'x', '--output', folder, libc, member]);
    return join(folder, member);
  };
  const defined = new Set(run(['nm', '--defined-only', '--format=just-symbols', ours]).split('\n'));
  const sections = FUNCTIONS.map((name) => {
    const musls = objectOf(name);
    return [
      `## ${name}`,
      `### musl's\n\n${musls ? code(innerLoops(OBJDUMP, musls, name)) : 'has none of its own'}`,
      `### this package's\n\n${defined.has(name) ? code(innerLoops(OBJDUMP, ours, name)) : "musl's stays."}`,
    ].join('\n\n');
  });
  const versions = [
    run(['aarch64-linux-gnu-gcc', '--version']).split('\n')[0],
    run([OBJDUMP, '--version']).split('\n')[0],
  ];
  const results = process.env.BENCH_RESULTS ?? join(__dirname, 'results');
  mkdirSync(results, { recursive: true });
  const page = ['# Memory functions on arm64', ABOUT.trim(), ...sections, `By ${versions.join(', and ')}.`];
  writeFileSync(join(results, 'arm64.md'), `${page.join('\n\n')}\n`);
  console.error(`written to ${join(results, 'arm64.md')}`);
}

function code(loops: string[]): string {
  return loops.length > 0
    ? loops.map((loop) => `\`\`\`asm\n${loop}\n\`\`\``).join('\n\n')
    : 'No loop within: it calls another function.';
}

main();
