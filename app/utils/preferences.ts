/** Languages to choose from, as BCP 47 tags. */
const languages = [
  'ar', 'bg', 'ca', 'cs', 'da', 'de', 'de-AT', 'de-CH', 'el', 'en', 'en-AU', 'en-CA', 'en-GB', 'en-IN', 'en-US',
  'es', 'es-MX', 'et', 'eu', 'fa', 'fi', 'fr', 'fr-CA', 'fr-CH', 'ga', 'gl', 'he', 'hi', 'hr', 'hu', 'id', 'is',
  'it', 'ja', 'ko', 'lt', 'lv', 'ms', 'nb', 'nl', 'nl-BE', 'nn', 'pl', 'pt-BR', 'pt-PT', 'ro', 'ru', 'sk', 'sl',
  'sr', 'sv', 'sw', 'th', 'tr', 'uk', 'ur', 'vi', 'zh-CN', 'zh-TW',
]

/** Something to choose from a list. */
export interface Option {
  value: string
  label: string
}

/** The languages to choose from, each in its own words; `chosen` is among them, whatever it is. */
export function languageOptions(chosen: string): Option[] {
  return withChosen(languages, chosen)
    .map(value => ({ value, label: languageName(value) }))
    .sort((one, other) => one.label.localeCompare(other.label))
}

/** A language in its own words, or its tag. */
export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  }
  catch {
    return tag
  }
}

/** The time zones that the browser knows, and `chosen`. */
export function timeZoneOptions(chosen: string): Option[] {
  return withChosen(Intl.supportedValuesOf('timeZone'), chosen)
    .sort()
    .map(value => ({ value, label: timeZoneName(value) }))
}

/** `America/New York`. */
export function timeZoneName(zone: string): string {
  return zone.replaceAll('_', ' ')
}

function withChosen(known: string[], chosen: string): string[] {
  return chosen && !known.includes(chosen) ? [...known, chosen] : [...known]
}
