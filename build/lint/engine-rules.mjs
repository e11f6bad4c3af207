// Rules of ours that no linter ships.

const message = 'The engine takes its time from a Clock parameter (electron/core/clock.ts).';

const isDate = (node) => node.type === 'Identifier' && node.name === 'Date';

/** `Date.now`, `Date()` and `new Date()` read the machine's clock; `new Date(ms)` does not. */
const noAmbientTime = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    MemberExpression(node) {
      if (isDate(node.object) && node.property.name === 'now') context.report({ node, message });
    },
    NewExpression(node) {
      if (isDate(node.callee) && node.arguments.length === 0) context.report({ node, message });
    },
    CallExpression(node) {
      if (isDate(node.callee)) context.report({ node, message });
    },
  }),
};

export default { meta: { name: 'engine' }, rules: { 'no-ambient-time': noAmbientTime } };
