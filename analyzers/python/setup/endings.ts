import type { Block, Expression } from './syntax/tree.ts';

/** Whether a block may end before its last statement. */
export function leaves(block: Block): boolean {
  return block.some((one) => {
    switch (one.kind) {
      case 'return':
      case 'leave':
        return true;
      case 'expression':
        return isExit(one.value);
      case 'if':
        return leaves(one.body) || leaves(one.other);
      case 'for':
      case 'with':
      case 'while':
        return leaves(one.body);
      case 'try':
        return leaves(one.body) || one.handlers.some(({ body }) => leaves(body));
      default:
        return false;
    }
  });
}

/** `sys.exit(…)`, `exit()` */
export function isExit(value: Expression): boolean {
  if (value.kind !== 'call') return false;
  const { of } = value;
  return (of.kind === 'attribute' || of.kind === 'name') && /^_?(?:exit|quit)$/.test(of.name);
}
