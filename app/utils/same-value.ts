/**
 * Whether two JSON values are equal. The order of an object's keys says nothing: PostgreSQL's jsonb
 * keeps another.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length
    && keys.every(
      key => Object.hasOwn(other, key) && isSameValue((one as Values)[key], (other as Values)[key]),
    )
  )
}

type Values = Record<string, unknown>
