/** Constant texts that stand side by side become one; all else stays as it is. */
export function mergedPieces<T extends object | number>(
  pieces: readonly (string | T)[],
): (string | T)[] {
  const merged: (string | T)[] = []
  for (const piece of pieces) {
    const last = merged[merged.length - 1]
    if (typeof piece === 'string' && typeof last === 'string')
      merged[merged.length - 1] = last + piece
    else merged.push(piece)
  }
  return merged
}
