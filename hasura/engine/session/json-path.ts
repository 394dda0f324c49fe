/** Steps from a JSON value down: object keys and list indexes. */
export type JsonPath = readonly (string | number)[]

const step = /\.?(?:\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(\d+))\]|([^.[\]'"]+))/y

/**
 * Parses the JSONPath of a JWT secret: `$`, then `.key`, `['any key']`, `["any key"]` or `[0]`; the
 * `$` may be left out.
 *
 * @throws Error naming the path that cannot be read
 */
export function parseJsonPath(text: string): JsonPath {
  const steps: (string | number)[] = []
  let at = text.startsWith('$') ? 1 : 0
  while (at < text.length) {
    step.lastIndex = at
    const match = step.exec(text)
    if (!match)
      throw new Error(
        `"${text}" is not a JSON path; write it like $.claims.roles or $['my claims'].roles`,
      )
    const quoted = match[1] ?? match[2]
    steps.push(
      match[3] !== undefined
        ? Number(match[3])
        : quoted !== undefined
          ? quoted.replaceAll(/\\(.)/g, '$1')
          : (match[4] as string),
    )
    at = step.lastIndex
  }
  return steps
}

/** The value at a path, or undefined when there is none. Only own properties count. */
export function atJsonPath(value: unknown, path: JsonPath): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key))
      return undefined
    current = (current as Record<string | number, unknown>)[key]
  }
  return current
}
