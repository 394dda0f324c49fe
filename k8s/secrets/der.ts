/** One DER element: tag, length, content (X.690 §8.1). */
export function element(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

/** SEQUENCE of the given elements. */
export function sequence(...content: Uint8Array[]): Buffer {
  return element(0x30, ...content)
}

/** SET of the given elements. */
export function set(...content: Uint8Array[]): Buffer {
  return element(0x31, ...content)
}

/** INTEGER from its shortest two's complement bytes, the highest first. */
export function integer(...bytes: number[]): Buffer {
  return element(0x02, Buffer.from(bytes))
}

/** OBJECT IDENTIFIER from its dotted form, such as `2.5.4.3`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

/** NULL. */
export function nothing(): Buffer {
  return element(0x05)
}

/** UTF8String. */
export function text(value: string): Buffer {
  return element(0x0c, Buffer.from(value))
}

/** UTCTime, to the second: two digits of the year, as RFC 5280 §4.1.2.5 demands until 2049. */
export function utcTime(date: Date): Buffer {
  return element(0x17, Buffer.from(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`))
}

/** BIT STRING whose bits fill whole bytes. */
export function bitString(bytes: Uint8Array): Buffer {
  return element(0x03, Buffer.from([0]), bytes)
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
