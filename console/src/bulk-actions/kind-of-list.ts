/** Returns the kind of a list's subjects, by its first line: the desk takes lists of accounts or of contents, none of both. */
export const kindOfList = (list: string): 'account' | 'content' =>
  /^\s*(?:content:|\{[^}]*"kind"\s*:\s*"content")/.test(list) ? 'content' : 'account'
