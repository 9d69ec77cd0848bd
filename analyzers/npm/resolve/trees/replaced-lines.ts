/** Lines of members that stand in the place of their root's, after its overrides. */
import type { ArboristNode } from '@npmcli/arborist';

/**
 * Overrides replaced these lines when they were read, and one below a member came before those for all: of the rules that
 * reach a line of `root` only what they say of packages below it is left. A rule without its name sets no edge's range, and
 * is to npm still equal to the one that the rules below it hang on.
 */
export function keepLines(root: ArboristNode): void {
  const { overrides } = root;
  if (overrides === undefined) return;
  const ruleFor = overrides.getEdgeRule.bind(overrides);
  overrides.getEdgeRule = (edge) => {
    const rule = ruleFor(edge);
    return edge.from === root && rule.name === edge.name ? Object.create(rule, { name: { value: undefined } }) : rule;
  };
  for (const edge of root.edgesOut.values()) {
    edge.overrides = overrides.getEdgeRule(edge);
    edge.reload();
  }
}
