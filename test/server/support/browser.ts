// What a browser does in a sign-in, by fetch: keeps cookies by host and path, follows redirects, sends forms.

export interface Page { url: string; status: number; text: string; headers: Headers }

export class Browser {
  private readonly cookies = new Map<string, { host: string; path: string; name: string; value: string }>();

  /** Every address asked for, in order. */
  readonly visited: string[] = [];

  /** Asks once, without following. */
  async once(url: string, init: RequestInit = {}): Promise<Response> {
    this.visited.push(url);
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, ...this.cookieHeader(url) } });
    for (const line of response.headers.getSetCookie()) this.keep(url, line);
    return response;
  }

  async go(url: string, init: RequestInit = {}): Promise<Page> {
    let response = await this.once(url, init);
    let at = url;
    for (let hops = 0; response.headers.has('location'); hops += 1) {
      if (hops > 20) throw new Error('too many redirects');
      at = new URL(response.headers.get('location')!, at).href;
      response = await this.once(at);
    }
    return { url: at, status: response.status, text: await response.text(), headers: response.headers };
  }

  /** Sends a form to the page's own address, as `<form method=post>` without action does. */
  submit(page: Page, fields: Record<string, string>): Promise<Page> {
    return this.go(page.url, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: new URL(page.url).origin } });
  }

  /** Signs in at the development provider. */
  async signIn(hub: string, person: string, token: string, back = '/'): Promise<Page> {
    return this.submit(await this.go(`${hub}/auth/login?back=${encodeURIComponent(back)}`), { person, token });
  }

  async query(hub: string, query: string, headers: Record<string, string> = {}): Promise<{ status: number; json: { data?: Record<string, never>; errors?: { message: string; extensions: Record<string, unknown> }[] }; headers: Headers }> {
    const response = await this.once(`${hub}/graphql`, { method: 'POST', body: JSON.stringify({ query }), headers: { 'content-type': 'application/json', ...headers } });
    return { status: response.status, json: await response.json() as never, headers: response.headers };
  }

  cookie(part: string): { name: string; value: string } | undefined {
    return [...this.cookies.values()].find(({ name }) => name.includes(part));
  }

  setCookie(url: string, name: string, value: string): void {
    const host = new URL(url).hostname;
    this.cookies.set(`${host} / ${name}`, { host, path: '/', name, value });
  }

  private keep(url: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const attribute = (wanted: string): string | undefined => attributes.find((one) => one.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const host = new URL(url).hostname;
    const path = attribute('path') ?? '/';
    const expires = attribute('expires');
    const key = `${host} ${path} ${name}`;
    if (attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < Date.now())) this.cookies.delete(key);
    else this.cookies.set(key, { host, path, name, value });
  }

  private cookieHeader(url: string): Record<string, string> {
    const { hostname, pathname } = new URL(url);
    const sent = [...this.cookies.values()].filter(({ host, path }) => host === hostname && (path === '/' || pathname === path || pathname.startsWith(`${path}/`)));
    return sent.length === 0 ? {} : { cookie: sent.map(({ name, value }) => `${name}=${value}`).join('; ') };
  }
}
