/** Returns the name of a language in itself, so that a person finds it in any. */
export const nameOwnLanguage = (tag: string): string => new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag
