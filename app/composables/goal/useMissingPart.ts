/** Why a part of the page that is loaded later could not be loaded. */
export type MissingPart = 'none' | 'offline' | 'updated'

/**
 * Whether a part of the page is missing, as after a release: the files that an open page would load
 * are gone. Drafts are kept by then, so that the page can be reloaded.
 */
export function useMissingPart() {
  return useState<MissingPart>('missing-part', () => 'none')
}
