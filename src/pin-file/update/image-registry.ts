import { createHash } from 'node:crypto';
import { ask, faultOf } from './ask';
import { Platform } from '../../platform';
import { DOCKER_HUB, parseRepository } from '../../registry/reference';

// https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];

/** What a registry says of the images in a repository. */
export class ImageRegistry {
  private readonly url: string;
  private readonly path: string;
  private token?: string;

  /**
   * @param name of the repository, with its host
   * @param base what is asked in place of the host, if anything is
   */
  constructor(name: string, base: string | undefined) {
    const { host, path } = parseRepository(name);
    // as Docker has it, whose own registry has another name than references give it
    const scheme = /^(localhost|127\.0\.0\.\d+)(:|$)/.test(host) ? 'http' : 'https';
    const own = host === DOCKER_HUB ? 'https://registry-1.docker.io' : `${scheme}://${host}`;
    this.url = `${(base ?? own).replace(/\/$/, '')}/v2/${path}`;
    this.path = path;
  }

  /**
   * The digest of the index that a tag names.
   *
   * @throws where it is no index of both platforms
   */
  public async digestOf(tag: string): Promise<string> {
    const accept = { headers: { accept: INDEX_TYPES.join(', ') } };
    // the head alone is no pull, of which registries allow some in an hour; a registry need not name the digest there
    const head = await this.ask(`${this.url}/manifests/${tag}`, { method: 'HEAD', ...accept });
    const named = head.headers.get('docker-content-digest') ?? undefined;
    const response = await this.ask(`${this.url}/manifests/${named ?? tag}`, accept);
    const body = await response.text();
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    if (named !== undefined && named !== digest) {
      throw new Error(`${this.url}: what ${named} should be, is ${digest}`);
    }
    const { manifests } = JSON.parse(body) as { readonly manifests?: readonly Manifest[] };
    if (!manifests) throw new Error(`${this.url}: ${tag} is an image of one platform, and no index of several`);
    const missing = Object.values(Platform).filter(
      (each) => !manifests.some(({ platform: { os, architecture } = {} }) => `${os}/${architecture}` === each),
    );
    if (missing.length > 0) throw new Error(`${this.url}: ${tag} is not there for ${missing.join(' and ')}`);
    return digest;
  }

  /** All tags, page by page. (the same specification, "Listing Tags") */
  public async tags(): Promise<string[]> {
    const tags: string[] = [];
    let next: string | undefined = `${this.url}/tags/list?n=1000`;
    while (next !== undefined) {
      const response = await this.ask(next);
      tags.push(...(((await response.json()) as { readonly tags: string[] | null }).tags ?? []));
      const [, link] = /<([^>]*)>\s*;\s*rel="?next"?/.exec(response.headers.get('link') ?? '') ?? [];
      next = link === undefined ? undefined : new URL(link, next).href;
    }
    return tags;
  }

  private async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const withToken = async () =>
      ask(url, {
        ...init,
        headers: { ...init.headers, ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }) },
      });
    let response = await withToken();
    if (response.status === 401) {
      this.token = await this.tokenFor(response);
      response = await withToken();
    }
    if (!response.ok) throw faultOf(url, response);
    return response;
  }

  /** https://distribution.github.io/distribution/spec/auth/token/ */
  private async tokenFor(refusal: Response): Promise<string> {
    const challenge = refusal.headers.get('www-authenticate') ?? '';
    const fields = Object.fromEntries(
      [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name.toLowerCase(), value]),
    );
    if (!/^bearer /i.test(challenge) || fields.realm === undefined) {
      throw new Error(`${this.url} wants a login, and what anyone may pull is all that is asked for here`);
    }
    const url = new URL(fields.realm);
    if (fields.service !== undefined) url.searchParams.set('service', fields.service);
    url.searchParams.set('scope', fields.scope ?? `repository:${this.path}:pull`);
    const response = await ask(url.href);
    if (!response.ok) throw faultOf(url.href, response);
    const { token, access_token: other } = (await response.json()) as Record<string, string | undefined>;
    if (!token && !other) throw new Error(`${url.origin} answers without a token`);
    return (token || other)!;
  }
}

interface Manifest {
  readonly platform?: { readonly os?: string; readonly architecture?: string };
}
