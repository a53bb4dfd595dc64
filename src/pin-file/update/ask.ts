/** Milliseconds for an answer. */
const LIMIT = 30_000;

/**
 * Asks by HTTP, once more where the network or the server failed.
 *
 * @throws where there is no answer, with what is known of why
 */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const once = async () => fetch(url, { ...init, signal: AbortSignal.timeout(LIMIT) });
  try {
    const response = await once();
    return response.status < 500 ? response : await once();
  } catch {
    return once().catch((error: Error & { readonly cause?: NodeJS.ErrnoException }) => {
      throw new Error(
        `${new URL(url).host} can't be reached: ${error.cause?.code ?? error.cause?.message ?? error.message}`,
      );
    });
  }
}

/** What is wrong with an answer. */
export function faultOf(url: string, { status, statusText }: Response): Error {
  return new Error(`${url} answers ${status}${statusText && ` ${statusText}`}`);
}

/** Asks for JSON. */
export async function askJson(url: string, init?: RequestInit): Promise<any> {
  const response = await ask(url, init);
  if (!response.ok) throw faultOf(url, response);
  return response.json();
}
