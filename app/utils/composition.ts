/**
 * Whether a key belongs to an input method that is composing text, of Japanese for example: its
 * Enter takes a candidate and its Escape gives one up. Safari ends the composition before the key,
 * and marks the key by its code alone (UI Events, "keydown" during composition: `keyCode` 229).
 */
export function isComposing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}
