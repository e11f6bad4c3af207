export const add = {} as const;
