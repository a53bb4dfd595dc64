import { createHash } from 'node:crypto';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { HOSTS, REGISTRY } from '../../src/pin-file/update/newest-pins';

/** What an upstream answers: a body, or a status with one and with headers. */
export type Answer =
  string | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> };

export const commit = (text: string) => createHash('sha1').update(text).digest('hex');
export const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** An index as registries have it. (opencontainers/image-spec, image-index.md) */
export const index = (name: string, platforms = ['linux/amd64', 'linux/arm64', 'unknown/unknown']) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: platforms.map((each) => {
      const [os, architecture] = each.split('/');
      return {
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        platform: { os, architecture },
        size: 1,
        digest: digestOf(name + each),
      };
    }),
  });

/**
 * Registries of images and packages, and GitHub, in one: they answer by their specifications. Images are given to those who
 * have a token, which anyone gets (distribution.github.io/distribution/spec/auth/token); tags come in pages of two.
 */
export class Upstream {
  public static async start(): Promise<Upstream> {
    const upstream = new Upstream();
    await new Promise<void>((done) => void upstream.server.listen(0, '127.0.0.1', done));
    return upstream;
  }

  /** Answers by path that stand in place of the usual ones. */
  public answers: Record<string, Answer> = {};
  public tags: Record<string, string[]> = {};
  /** Versions by the name of a crate or a Python package; one that was withdrawn has a `!`. */
  public versions: Record<string, string[]> = {};
  /** Releases by repository, the latest first. */
  public releases: Record<string, string[]> = {};
  public readonly asked: string[] = [];
  private readonly server: Server = createServer((request, response) => this.answer(request, response));

  private get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The variables by which it is asked. */
  public get env(): Record<string, string> {
    return Object.fromEntries([...Object.keys(HOSTS), REGISTRY].map((name) => [name, this.url]));
  }

  public async stop(): Promise<void> {
    await new Promise((done) => void this.server.close(done));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, this.url);
    this.asked.push(`${request.method} ${request.url}`);
    const answer = this.answers[url.pathname] ?? this.usual(url, request) ?? { status: 404 };
    const { status, body = '', headers = {} } = typeof answer === 'string' ? { status: 200, body: answer } : answer;
    response.writeHead(status, headers).end(request.method === 'HEAD' ? undefined : body);
  }

  private usual({ pathname, searchParams }: URL, { headers }: IncomingMessage): Answer | undefined {
    const [, image, kind, reference] = /^\/v2\/(.+)\/(manifests|tags)\/(.+)$/.exec(pathname) ?? [];
    if (pathname === '/token') return JSON.stringify({ token: searchParams.get('scope') });
    if (image !== undefined && headers.authorization !== `Bearer repository:${image}:pull`) {
      const challenge = `Bearer realm="${this.url}/token",service="here",scope="repository:${image}:pull"`;
      return { status: 401, headers: { 'www-authenticate': challenge } };
    }
    if (kind === 'manifests') {
      // a registry converts an index to a manifest, or has none, where nobody asks for indexes
      if (!headers.accept?.includes('application/vnd.oci.image.index.v1+json')) return { status: 404 };
      const body = index(image);
      const isThere = !reference.startsWith('sha256:') || reference === digestOf(body);
      return isThere ? { status: 200, body, headers: { 'docker-content-digest': digestOf(body) } } : undefined;
    }
    if (kind === 'tags') {
      const all = this.tags[image] ?? [];
      const from = Number(searchParams.get('last') ?? 0);
      const link = `</v2/${image}/tags/list?n=2&last=${from + 2}>; rel="next"`;
      return {
        status: 200,
        body: JSON.stringify({ name: image, tags: all.slice(from, from + 2) }),
        headers: from + 2 < all.length ? { link } : {},
      };
    }
    const [, crate] = /^\/\w\w\/[\w-]{2}\/([\w-]+)$/.exec(pathname) ?? [];
    if (crate !== undefined) {
      const lines = (this.versions[crate] ?? []).map((version) =>
        JSON.stringify({ name: crate, vers: version.replace('!', ''), yanked: version.endsWith('!') }),
      );
      return `${lines.join('\n')}\n`;
    }
    const [, pkg] = /^\/pypi\/([\w-]+)\/json$/.exec(pathname) ?? [];
    if (pkg !== undefined) {
      const releases = (this.versions[pkg] ?? []).map((version) => [
        version.replace('!', ''),
        [{ filename: 'a.whl', yanked: version.endsWith('!') }],
      ]);
      return JSON.stringify({ releases: Object.fromEntries(releases) });
    }
    const [, repository, what] = /^\/repos\/([^/]+\/[^/]+)\/(.+)$/.exec(pathname) ?? [];
    const releases = this.releases[repository] ?? [];
    if (what === 'releases/latest') return JSON.stringify({ tag_name: releases[0] });
    if (what === 'releases') {
      return JSON.stringify(
        releases.map((tag) => ({ tag_name: tag, draft: tag.endsWith('.99'), prerelease: tag.includes('-') })),
      );
    }
    const [, tag] = /^git\/ref\/tags\/(.+)$/.exec(what ?? '') ?? [];
    // a tag with a message is an object of its own
    const isAnnotated = tag?.endsWith('.1');
    if (tag !== undefined && isAnnotated) {
      return JSON.stringify({ object: { type: 'tag', sha: commit(`tag ${tag}`) } });
    }
    if (tag !== undefined) return JSON.stringify({ object: { type: 'commit', sha: commit(`${repository} ${tag}`) } });
    const [, tagged] = /^git\/tags\/(.+)$/.exec(what ?? '') ?? [];
    const named = releases.find((each) => commit(`tag ${each}`) === tagged);
    return named && JSON.stringify({ object: { type: 'commit', sha: commit(`${repository} ${named}`) } });
  }
}
