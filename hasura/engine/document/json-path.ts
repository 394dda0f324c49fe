import { EngineError } from '../errors.ts'

const index = String.raw`\[(?<index>\d+)\]`
const quoted = String.raw`\[(?:(?<double>"(?:[^"\\]|\\.)*")|'(?<single>(?:[^'\\]|\\.)*)')\]`
const name = String.raw`(?<name>[\p{L}_][\p{L}\d_-]*|\d+)`
const step = new RegExp(String.raw`\.?(?:${index}|${quoted}|${name})`, 'uy')

/**
 * The keys of a JSON path as clients write it: `$.a.b[0]`, `a.b`, `["any key"]`, letters of every
 * alphabet among them. An empty list, from `$`, is the whole value.
 *
 * @param path of the arguments that hold it, where Hasura places the error
 * @throws EngineError validation-failed `parse json path error: …`, for an empty text too
 */
export function parseJsonPath(text: string, path: string): readonly string[] {
  if (text === '$') return []
  const keys: string[] = []
  for (
    let at = text.startsWith('$') ? 1 : 0;
    at < text.length || keys.length === 0;
    at = step.lastIndex
  ) {
    step.lastIndex = at
    const key = keyOf(step.exec(text)?.groups)
    if (key === undefined) throw invalid(text, path)
    keys.push(key)
  }
  return keys
}

function keyOf(
  groups: Readonly<Record<string, string | undefined>> | undefined,
): string | undefined {
  if (groups?.double !== undefined) return jsonString(groups.double)
  return groups?.single?.replace(/\\(.)/g, '$1') ?? groups?.index ?? groups?.name
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

function invalid(text: string, path: string): EngineError {
  const rules =
    'Accept letters, digits, underscore (_) or hyphen (-) only. '
    + 'Use quotes enclosed in bracket (["..."]) if there is any special character'
  return new EngineError('validation-failed', `parse json path error: ${text}. ${rules}`, path)
}
