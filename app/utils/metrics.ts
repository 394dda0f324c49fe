import { numberOf, numberText } from './number-input'

/** A figure of people's own making: its name, and its value as the text of a field. */
export interface Metric {
  name: string
  text: string
}

/** The most characters of a metric's name, so that it fits beside its value. */
const maxName = 100

/** A goal's metrics in the order of their names. */
export function metricsOf(metrics: unknown): Metric[] {
  return Object.entries(isObject(metrics) ? metrics : {})
    .map(([name, value]) => ({ name, text: metricText(value) }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'))
}

/** A metric's value, as it is in the row; `undefined` when there is none of this name. */
export function metricIn(metrics: unknown, name: string): unknown {
  return isObject(metrics) && Object.hasOwn(metrics, name) ? metrics[name] : undefined
}

/** A metric's value as the text of a field. */
export function metricText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberText(value)
  return value === undefined ? '' : JSON.stringify(value)
}

/** The value that a text says: a number, a value of JSON as it is shown, or else the text itself. */
export function metricValue(text: string): unknown {
  const trimmed = text.trim()
  if (/^(true|false|null|[[{].*[\]}])$/s.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as unknown
    }
    catch {
      return trimmed
    }
  }
  return numberOf(trimmed) ?? trimmed
}

/** Checks the name of a new metric. */
export function metricNameError(name: string, metrics: unknown): string | undefined {
  const trimmed = name.trim()
  if (trimmed === '') return 'Give it a name.'
  if ([...trimmed].length > maxName) return `Shorten the name to ${maxName} characters.`
  if (metricIn(metrics, trimmed) !== undefined) return 'There is a metric of this name already.'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
