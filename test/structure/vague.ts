/** Words that name no actor, so a reader cannot tell who acts. */
export const VAGUE = /\b(whoever|whomever|whatever|somebody|nobody|anybody|as ever|all the same|to be had)\b/i
