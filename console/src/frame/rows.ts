/** Moves the focus to the first control of the next or previous row of the page. */
export function moveBetweenRows(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')]
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by]
  next?.querySelector<HTMLElement>('a, button')?.focus()
}
