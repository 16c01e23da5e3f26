/** Cuts a text, without half a character at its end. */
export const cut = (text: string, charsMax: number): string => text.slice(0, charsMax).toWellFormed()
