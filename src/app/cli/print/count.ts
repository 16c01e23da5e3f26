/** So many of something whose plural has an s. */
export const count = (many: number, what: string): string =>
  `${many.toLocaleString('en')} ${what}${many === 1 ? '' : 's'}`
