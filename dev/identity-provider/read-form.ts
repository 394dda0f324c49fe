import type { IncomingMessage } from 'node:http'

/** Reads a small form. @throws Error when it has more than 10,000 characters */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > 10_000) throw new Error('The form is too long')
  }
  return new URLSearchParams(text)
}
