/** Under which name this console acts: in protected mode everything that comes from this machine is one person. */
export const me = 'local';
