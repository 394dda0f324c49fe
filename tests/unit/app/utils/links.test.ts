import { expect, test } from 'vitest'
import { linkParts } from '../../../../app/utils/links.ts'

const links = (text: string) => linkParts(text).flatMap(({ href }) => href ?? [])

test('a text is split at its links, and nothing of it is lost', () => {
  const text = 'See https://example.com/a?b=1#c, then\nhttp://example.org.'
  expect(linkParts(text)).toEqual([
    { text: 'See ' },
    { text: 'https://example.com/a?b=1#c', href: 'https://example.com/a?b=1#c' },
    { text: ', then\n' },
    { text: 'http://example.org', href: 'http://example.org' },
    { text: '.' },
  ])
  expect(
    linkParts(text)
      .map(part => part.text)
      .join(''),
  ).toBe(text)
})

test.each([
  ['(see https://example.com/wiki/Sail_(boat))', ['https://example.com/wiki/Sail_(boat)']],
  ['“https://example.com/x”', ['https://example.com/x']],
  ['<https://example.com/x>', ['https://example.com/x']],
  ['[https://example.com/x].', ['https://example.com/x']],
  ['HTTPS://EXAMPLE.COM/x!', ['HTTPS://EXAMPLE.COM/x']],
  ['javascript:alert(1) data:text/html,x ftp://example.com file:///etc/passwd', []],
  ['https:// and http://', []],
  ['xhttps://example.com', []],
])('%s', (text, expected) => {
  expect(links(text)).toEqual(expected)
})

test('a long text without an end is read in time that grows with its length only', () => {
  const started = performance.now()
  linkParts(`https://example.com/${'))))'.repeat(5000)}`)
  expect(performance.now() - started).toBeLessThan(2000)
})
