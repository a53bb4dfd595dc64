import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// what env.sh says, for the tests and all that they start; with LAB=real that is nothing
const lines = execFileSync('bash', ['-c', `source '${join(__dirname, 'env.sh')}' && env --null`], { encoding: 'utf8' });
for (const line of lines.split('\0').filter((text) => text.includes('='))) {
  const [name] = line.split('=', 1);
  process.env[name] = line.slice(name.length + 1);
}
// synth runs cargo, as it does for a user
delete process.env.PROJEN_DISABLE_POST;
