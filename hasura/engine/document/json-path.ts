import { EngineError } from '../errors.ts'

/**
 * The keys of a JSON path as clients write it: `$.a.b[0]`, `a.b`, `["key"]`. An empty list is the whole value.
 *
 * @throws EngineError parse-failed `parse json path error: …`
 */
export function parseJsonPath(text: string, path: string): readonly string[] {
  const keys: string[] = []
  const step = /\[(\d+)\]|\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\]|\.?([A-Za-z_][\w-]*)|\.(\d+)/y
  let at = text.startsWith('$') ? 1 : 0
  while (at < text.length) {
    step.lastIndex = at
    const match = step.exec(text)
    const needsDot = match?.[4] !== undefined && at > 0 && text[at] !== '.'
    if (!match || needsDot) {
      throw new EngineError('parse-failed', `parse json path error: ${at === 0 ? 'invalid path' : `unexpected "${text.slice(at)}"`}. Accept letters, digits, underscore (_) or hyphen (-) only. Use quotes enclosed in bracket (["..."]) if there is any special character`, path)
    }
    keys.push(match[1] ?? unescape(match[2] ?? match[3]) ?? match[4] ?? match[5] ?? '')
    at = step.lastIndex
  }
  return keys
}

function unescape(quoted: string | undefined): string | undefined {
  return quoted?.replace(/\\(.)/g, '$1')
}
