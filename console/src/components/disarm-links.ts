const LINK = /\b(?:[a-z][a-z0-9+.-]{1,15}:\/\/|www\.)[^\s<>"]+|\b(?:[\p{L}\p{N}-]+\.)+\p{L}{2,24}\/[^\s<>"]*/giu
const HOST = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)/i

/** Writes every link of a text so that no program opens it: hxxps://example[.]com. */
export const disarmLinks = (text: string): string =>
  text.replace(LINK, (link) =>
    link.replace(
      HOST,
      (_begin, scheme: string | undefined, host: string) =>
        `${scheme?.replace(/^http/i, 'hxxp') ?? ''}${host.replaceAll('.', '[.]')}`,
    ),
  )
