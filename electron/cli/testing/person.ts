import type { Prompts } from '../prompts.ts';

/** A person who picks the first of a list, types what is wanted, and answers `agrees`. */
export function person(agrees: boolean): Prompts & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    choose: (question, choices) => {
      asked.push(question);
      return Promise.resolve(choices[0]?.value ?? '');
    },
    typeExactly: (question) => {
      asked.push(question);
      return Promise.resolve();
    },
    agree: (question) => {
      asked.push(question);
      return Promise.resolve(agrees);
    },
    secret: (question) => {
      asked.push(question);
      return Promise.resolve('typed secret');
    },
  };
}
