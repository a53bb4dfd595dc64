import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, Server } from 'node:tls';
import { run } from './shell';
import { tempDir } from '../util';

/** A certificate authority of the test's own. */
export class Authority {
  /** Has its certificate, `ca.pem`. */
  public readonly folder = tempDir();

  constructor(name: string) {
    writeFileSync(
      join(this.folder, 'extensions.cnf'),
      [
        '[req]\ndistinguished_name = subject\n[subject]',
        '[authority]\nbasicConstraints = critical, CA:TRUE\nkeyUsage = keyCertSign',
        '[server]\nbasicConstraints = CA:FALSE\nsubjectAltName = $ENV::NAME',
      ].join('\n'),
    );
    this.issue('ca', 'authority', `/CN=${name}`);
  }

  /** Starts a server that has a certificate of this authority, and says hello to whoever takes it. */
  public async serve(name: string): Promise<{ server: Server; port: number }> {
    this.issue(name, 'server', `/CN=${name}`, ['-CA', 'ca.pem', '-CAkey', 'ca.key']);
    const read = (file: string) => readFileSync(join(this.folder, file));
    const server = createServer({ key: read(`${name}.key`), cert: read(`${name}.pem`) }, (socket) =>
      socket.on('error', () => {}).end('hello\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, port: (server.address() as { port: number }).port };
  }

  private issue(name: string, extensions: string, subject: string, options: string[] = []): void {
    run(
      [
        ...['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
        ...['-config', 'extensions.cnf', '-extensions', extensions, '-subj', subject],
        ...['-keyout', `${name}.key`, '-out', `${name}.pem`, ...options],
      ],
      { cwd: this.folder, env: { NAME: `DNS:${name}` } },
    );
  }
}
