/** The part of a long list that is drawn: rows `first` up to, not including, `last`. */
export interface RowWindow { first: number, last: number }

/**
 * Which rows of equal height are in view.
 *
 * @param scrolled pixels by which the list's top is above the view's top; negative when it is below
 * @param view height of the view in pixels
 * @param row height of one row in pixels
 * @param total number of rows
 * @param spare rows drawn beyond each edge, so that scrolling shows no gaps
 */
export function rowsInView(scrolled: number, view: number, row: number, total: number, spare = 8): RowWindow {
  const first = Math.max(0, Math.floor(scrolled / row) - spare)
  const last = Math.min(total, Math.ceil((scrolled + view) / row) + spare)
  return { first: Math.min(first, total), last: Math.max(last, Math.min(first, total)) }
}
