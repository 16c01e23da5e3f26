/** What a list is about, by its first line: the desk takes lists of accounts and lists of contents, and no mixed ones. */
export const kindOfList = (list: string): 'account' | 'content' =>
  /^\s*(?:content:|\{[^}]*"kind"\s*:\s*"content")/.test(list) ? 'content' : 'account'
