/** Steps from a JSON value down: object keys and list indexes. */
export type JsonPath = readonly (string | number)[]

const index = String.raw`\[(?<index>\d+)\]`
const quoted = String.raw`\[(?:(?<double>"(?:[^"\\]|\\.)*")|'(?<single>(?:[^'\\]|\\.)*)')\]`
const name = String.raw`(?<name>[\p{L}_][\p{L}\d_-]*|\d+)`
const step = new RegExp(String.raw`\.?(?:${index}|${quoted}|${name})`, 'uy')

/**
 * Reads a JSON path as Hasura does, in queries and in the JWT secret: `$.a.b[0]`, `a.b`, `["any
 * key"]`, letters of every alphabet among them. No steps, from `$`, is the whole value; undefined is
 * a text that is no path, the empty one too.
 */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (text === '$') return []
  const steps: (string | number)[] = []
  for (
    let at = text.startsWith('$') ? 1 : 0;
    at < text.length || steps.length === 0;
    at = step.lastIndex
  ) {
    step.lastIndex = at
    const found = stepOf(step.exec(text)?.groups)
    if (found === undefined) return undefined
    steps.push(found)
  }
  return steps
}

function stepOf(
  groups: Readonly<Record<string, string | undefined>> | undefined,
): string | number | undefined {
  if (groups?.double !== undefined) return jsonString(groups.double)
  if (groups?.index !== undefined) return Number(groups.index)
  return groups?.single?.replace(/\\(.)/g, '$1') ?? groups?.name
}

/** A JSON string; undefined when an escape in it is none. */
function jsonString(text: string): string | undefined {
  try {
    return JSON.parse(text) as string
  }
  catch {
    return undefined
  }
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
