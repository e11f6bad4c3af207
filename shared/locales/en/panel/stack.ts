export const stack = {} as const;
