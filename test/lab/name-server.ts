import { createSocket } from 'node:dgram';

const A = 1;
const AAAA = 28;

/** The codes of an answer, by RFC 1035. */
const OK = 0;
const SERVER_FAILURE = 2;
const NO_SUCH_NAME = 3;
const REFUSED = 5;

/** Those who have an IPv4 address, and what who asks for an IPv6 one is told; there should be no records, and no error. */
const NAMES: Record<string, number> = {
  'known.test': OK,
  'failing.test': SERVER_FAILURE,
  'denying.test': NO_SUCH_NAME,
  'refusing.test': REFUSED,
};

/** A DNS server on port 53, which only root may open. */
export class NameServer {
  /** Of the loopback, and unlikely to be another server's. */
  public static readonly ADDRESS = '127.0.0.153';

  public static async start(): Promise<NameServer> {
    const server = new NameServer();
    await new Promise<void>((resolve, reject) =>
      server.socket.once('error', reject).bind(53, NameServer.ADDRESS, resolve),
    );
    return server;
  }

  private readonly socket = createSocket('udp4');

  private constructor() {
    this.socket.on('message', (query, { port, address }) => this.socket.send(answer(query), port, address));
  }

  public stop(): void {
    this.socket.close();
  }
}

function answer(query: Buffer): Buffer {
  // a header of 12 bytes, then the labels of the name, each after its length, then type and class
  const labels: string[] = [];
  let end = 12;
  while (query[end] > 0) {
    labels.push(query.toString('latin1', end + 1, end + 1 + query[end]));
    end += query[end] + 1;
  }
  const question = query.subarray(12, end + 5);
  const name = labels.join('.');
  const type = query.readUInt16BE(end + 1);

  const code = !(name in NAMES) ? NO_SUCH_NAME : type === AAAA ? NAMES[name] : OK;
  const records = code === OK && type === A ? [addressRecord([127, 0, 0, 1])] : [];

  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 + code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, question, ...records]);
}

/** For the name in the question, for a minute. */
function addressRecord(address: number[]): Buffer {
  return Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 60, 0, address.length, ...address]);
}
