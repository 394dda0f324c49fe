/** Whether a row of the page that carries this id (`data-row`) can be seen now. */
export function isRowInView(id: string): boolean {
  return [...document.querySelectorAll(`[data-row="${CSS.escape(id)}"]`)].some((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return bottom > 0 && top < window.innerHeight
  })
}
