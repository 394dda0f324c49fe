// As much of a browser as signing in needs: cookies of one host with their paths, redirects one by
// one, HTML forms.

/** One answer, with its body read. */
export interface Visit {
  url: string
  status: number
  location: string | undefined
  headers: Headers
  text: string
}

/**
 * A browser's cookie jar and its ways to ask. All addresses are on localhost, whose ports share
 * cookies as in a real browser.
 */
export class HttpBrowser {
  /** For whom the page that is shown was rendered; its scripts say so with every request. */
  person: string | undefined
  /** By name, and by name and path where the path is not `/`. */
  readonly cookies = new Map<string, {
    value: string
    path: string
    attributes: string
  }>()

  /** Asks as a script of the page does. */
  ask(url: string, method: 'GET' | 'POST' = 'POST'): Promise<Visit> {
    const headers = {
      'x-requested-with': 'goals',
      'accept': 'application/json',
      ...(this.person !== undefined && { 'x-goals-person': this.person }),
    }
    return this.visit(url, { method, headers })
  }

  /** Asks once and does not follow redirects. */
  async visit(url: string, options: RequestInit = {}): Promise<Visit> {
    const headers = new Headers({
      accept: 'text/html',
      ...Object.fromEntries(new Headers(options.headers)),
    })
    const cookie = this.cookieHeader(new URL(url).pathname)
    if (cookie && !headers.has('cookie')) headers.set('cookie', cookie)
    const response = await fetch(url, { ...options, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.keep(line, new URL(url).pathname)
    const location = response.headers.get('location')
    return {
      url,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: location === null ? undefined : new URL(location, url).href,
    }
  }

  /**
   * Follows redirects until a page, or until an address for which `until` is true, which is not
   * asked.
   */
  async follow(first: Visit, until: (url: string) => boolean = () => false): Promise<Visit> {
    let visit = first
    for (let hops = 0; visit.location && !until(visit.location); hops++) {
      if (hops > 10) throw new Error(`Too many redirects, at ${visit.location}`)
      visit = await this.visit(visit.location)
    }
    return visit
  }

  /** Sends a form as a browser does. */
  submit(
    url: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Visit> {
    return this.visit(url, { method: 'POST', body: new URLSearchParams(fields), headers })
  }

  /** Sends the page's first form with its hidden fields. */
  submitForm(page: Visit): Promise<Visit> {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.text)?.[1] ?? page.url
    const fields = [
      ...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g),
    ].map(([, name, value]) => [name!, value!])
    return this.submit(new URL(action, page.url).href, Object.fromEntries(fields))
  }

  private cookieHeader(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, { value }]) => `${key.split(';')[0]}=${value}`)
      .join('; ')
  }

  private keep(line: string, requestPath: string): void {
    const [pair = '', ...rest] = line.split(/; */)
    const name = pair.slice(0, pair.indexOf('='))
    const value = pair.slice(pair.indexOf('=') + 1)
    const attributes = rest.join('; ')
    const path = /path=([^;]*)/i.exec(attributes)?.[1] ?? requestPath
    const expires = /expires=([^;]*)/i.exec(attributes)?.[1]
    const gone =
      /max-age=(0|-\d+)/i.test(attributes)
      || (expires !== undefined && Date.parse(expires) <= Date.now())
    const key = path === '/' ? name : `${name};${path}`
    if (gone) this.cookies.delete(key)
    else this.cookies.set(key, { value, path, attributes })
  }
}
