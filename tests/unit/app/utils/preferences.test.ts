import { expect, test } from 'vitest'
import {
  languageName,
  languageOptions,
  timeZoneOptions,
} from '../../../../app/utils/preferences.ts'

test('languages are named in their own words', () => {
  expect(languageName('de')).toBe('Deutsch')
  expect(languageName('fr-CH')).toBe('Français suisse')
  expect(languageName('not a tag')).toBe('not a tag')
})

test('what is chosen is offered, whether or not it is known here', () => {
  const known = languageOptions('').length
  expect(languageOptions('de')).toHaveLength(known)
  expect(languageOptions('gsw')).toContainEqual({ value: 'gsw', label: 'Schwiizertüütsch' })
  expect(timeZoneOptions('')).toContainEqual({ value: 'America/New_York', label: 'America/New York' })
  expect(timeZoneOptions('Mars/Olympus_Mons')).toContainEqual({ value: 'Mars/Olympus_Mons', label: 'Mars/Olympus Mons' })
})
