/**
 * Says why a text is no day that can be imported, and what to write instead; `undefined` when it is
 * one or empty. Only ISO 8601 is taken: in other notations the same digits mean another day
 * elsewhere.
 */
export function dayMistake(text: string): string | undefined {
  if (text === '' || isDay(text)) return undefined
  const [, first = '', second = '', year = ''] =
    /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text) ?? []
  const one = first.padStart(2, '0')
  const other = second.padStart(2, '0')
  const readings = [`${year}-${other}-${one}`, `${year}-${one}-${other}`]
  const days = [...new Set(readings.filter(isDay))]
  if (days.length === 2) return `"${text}" can mean two days. Write ${days.join(' or ')}.`
  if (days.length === 1) return `Write "${text}" as ${days[0]}.`
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `There is no day "${text}".`
  return `"${text}" is no day. Write it as year-month-day, for example 2027-04-03.`
}

function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
