/** Every address of the pages for people outside, with its method. A link in an address identifies what it is about. */
export const PUBLIC_ROUTES = ['GET /public'] as const
