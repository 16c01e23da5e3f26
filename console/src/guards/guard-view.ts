/** The guards that the list shows: those with the text, and those that fired or did not. */
export interface GuardView {
  q?: string
  show?: 'fired' | 'silent'
}

/** Reads a view from an address, or from the choices of a person. */
export const readGuardView = ({ q, show }: Record<string, unknown>): GuardView => ({
  ...(typeof q === 'string' && q !== '' && { q }),
  ...((show === 'fired' || show === 'silent') && { show }),
})
