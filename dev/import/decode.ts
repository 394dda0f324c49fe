import { isUtf8 } from 'node:buffer'

/** The text of a file, and what the reader should know about how it was read. */
export interface DecodedText {
  text: string
  notice?: string
}

const byteOrderMarks = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/**
 * Bytes that Windows-1252 leaves undefined (WHATWG Encoding, index windows-1252): a text with one
 * of them is something else.
 */
const undefinedInWindows1252 = [0x81, 0x8d, 0x8f, 0x90, 0x9d]

/**
 * Decodes the bytes of a CSV file: by its byte order mark, else as UTF-8, else as Windows-1252,
 * which spreadsheets write and of which Latin-1 is a part.
 *
 * @param encoding a label of the Encoding standard (`windows-1250`, `utf-16le`) that overrides the
 *   detection
 * @throws Error that names the option to use when the encoding is unknown or cannot be told
 */
export function decodeCsv(bytes: Uint8Array, encoding?: string): DecodedText {
  if (encoding) return { text: decodeAs(bytes, encoding) }
  const mark = byteOrderMarks.find(one => one.bytes.every((byte, index) => bytes[index] === byte))
  if (mark) return { text: decodeAs(bytes, mark.encoding) }
  if (bytes.includes(0)) {
    throw new Error(
      'The file looks like UTF-16 without a byte order mark. Save it as UTF-8, or add --encoding utf-16le.',
    )
  }
  if (isUtf8(bytes)) return { text: decodeAs(bytes, 'utf-8') }
  if (undefinedInWindows1252.some(byte => bytes.includes(byte))) {
    throw new Error(
      'The file is neither UTF-8 nor Windows-1252. Save it as UTF-8, or name its encoding with --encoding.',
    )
  }
  return {
    text: decodeAs(bytes, 'windows-1252'),
    notice:
      'The file is not UTF-8 and was read as Windows-1252. If letters look wrong, save it as UTF-8 and import it again.',
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  }
  catch (error) {
    if (error instanceof RangeError)
      throw new Error(`There is no encoding "${encoding}". Try utf-8 or windows-1252.`, {
        cause: error,
      })
    throw new Error(`The file is not ${encoding}. Save it as UTF-8.`, { cause: error })
  }
}
