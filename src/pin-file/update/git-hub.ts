import { ask, faultOf } from './ask';
import { compareReleases, numbersOf } from '../release';

/** What GitHub's API says of releases. (https://docs.github.com/en/rest/releases/releases, .../rest/git/refs, .../rest/git/tags) */
export class GitHub {
  constructor(
    private readonly base: string,
    private readonly token: string | undefined,
  ) {}

  /** The newest release of a repository that is one of those wanted, and is no pre-release. */
  public async release(name: string, isWanted: (tag: string) => boolean): Promise<{ newest: string; latest: string }> {
    const { tag_name: latest } = (await this.get(`/repos/${name}/releases/latest`)) as Release;
    if (isWanted(latest)) return { newest: latest, latest };
    const releases = (await this.get(`/repos/${name}/releases?per_page=100`)) as readonly Release[];
    const [newest] = releases
      .filter(({ draft, prerelease, tag_name: tag }) => !draft && !prerelease && numbersOf(tag) && isWanted(tag))
      .map(({ tag_name: tag }) => tag)
      .sort((a, b) => compareReleases(b, a));
    if (newest === undefined) throw new Error(`${this.base}: ${name} has no such release; the latest is ${latest}`);
    return { newest, latest };
  }

  /** The commit of a tag, which may have a message of its own, or be of another tag. */
  public async commitOf(name: string, tag: string): Promise<string> {
    let { object } = (await this.get(`/repos/${name}/git/ref/tags/${tag}`)) as Tagged;
    while (object.type === 'tag') ({ object } = (await this.get(`/repos/${name}/git/tags/${object.sha}`)) as Tagged);
    if (object.type !== 'commit') throw new Error(`${this.base}: tag ${tag} of ${name} is of no commit`);
    return object.sha;
  }

  private async get(path: string): Promise<unknown> {
    const url = this.base.replace(/\/$/, '') + path;
    const response = await ask(url, {
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'projen-muslrust-chef',
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
    });
    // https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
    if ([403, 429].includes(response.status) && response.headers.get('x-ratelimit-remaining') === '0') {
      const reset = new Date(Number(response.headers.get('x-ratelimit-reset')) * 1000);
      const remedy = this.token ? '' : ', or set GITHUB_TOKEN, with which there are more';
      throw new Error(`GitHub answers no more questions before ${reset.toISOString()}: wait${remedy}`);
    }
    if (!response.ok) throw faultOf(url, response);
    return response.json();
  }
}

interface Release {
  readonly tag_name: string;
  readonly draft?: boolean;
  readonly prerelease?: boolean;
}

interface Tagged {
  readonly object: { readonly type: string; readonly sha: string };
}
