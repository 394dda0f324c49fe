import { promisify } from 'node:util'
import { brotliCompress, constants, gzip, zstdCompress, zstdCompressSync } from 'node:zlib'
import {
  appendResponseHeader,
  getRequestHeader,
  getResponseHeader,
  removeResponseHeader,
  setResponseHeader,
  type H3Event,
} from 'h3'
import { isInternal } from './requests.ts'

/** Shorter texts are compressed at once: to hand them to another thread takes longer. */
const minHandedOver = 500_000

// The best comes first.
const compressors = {
  /** A fifth of the processor time of the others. Its window of 2 MB is within RFC 9659's 8. */
  zstd: (text: string) =>
    text.length < minHandedOver ? zstdCompressSync(text) : promisify(zstdCompress)(text),
  /** Quality 4: as small as gzip's best, in half its time. */
  br: (text: string) =>
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 4,
        [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
      },
    }),
  gzip: (text: string) => promisify(gzip)(text),
}

type Encoding = keyof typeof compressors

const encodings = Object.keys(compressors) as Encoding[]

/** Shorter texts fit into one packet as they are. */
const minLength = 1400

/**
 * Compresses a text on its way out. Files were compressed when the application was built.
 *
 * The length of a compressed page tells whether what a request put into it repeats what else stands
 * there (BREACH, CVE-2013-3587). Two kinds of answers stay as they are, therefore: those that hold
 * tokens, and those to a navigation that another site began, which alone carries our cookie at
 * another site's wish.
 */
export async function compressResponse(
  event: H3Event,
  response: { body?: unknown },
): Promise<void> {
  if (
    typeof response.body !== 'string'
    || response.body.length < minLength
    || getResponseHeader(event, 'content-encoding') !== undefined
  )
    return
  if (isInternal(event) || event.path.startsWith('/api/session') || event.path.startsWith('/auth/'))
    return
  appendResponseHeader(event, 'vary', 'Accept-Encoding')
  const site = getRequestHeader(event, 'sec-fetch-site') ?? 'none'
  const encoding = preferredEncoding(getRequestHeader(event, 'accept-encoding') ?? '')
  if (!encoding || (site !== 'none' && site !== 'same-origin')) return
  response.body = await compressors[encoding](response.body)
  removeResponseHeader(event, 'content-length')
  setResponseHeader(event, 'content-encoding', encoding)
}

/**
 * The best that the client takes, whatever it would rather have; undefined when it takes none (RFC
 * 9110 section 12.5.3).
 */
export function preferredEncoding(accepted: string): Encoding | undefined {
  const taken = new Set(
    accepted
      .toLowerCase()
      .split(',')
      .map(part => part.trim().split(/\s*;\s*/))
      .filter(([, quality]) => quality === undefined || Number(quality.replace('q=', '')) > 0)
      .map(([name]) => name),
  )
  return encodings.find(encoding => taken.has(encoding))
}
