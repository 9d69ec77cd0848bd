import { expect, it } from 'vitest';
import { isOwnPortVariable } from '../../analyzers/deployment/ports.ts';

it.each([
  ['PORT', 'cart', true],
  ['REST_PORT', 'cart', true],
  ['GRAPHQL_SERVER_PORT', 'cart', true],
  ['METRICS_PORT', 'cart', true],
  ['CART_PORT', 'cart', true],
  ['CART_SERVICE_HTTP_PORT', 'cart', true],
  ['STOCK_PORT', 'cart', false],
  ['DB_PORT', 'cart', false],
  ['REST_URL', 'cart', false],
])('%s of %s is its own: %s', (name, owner, expected) => {
  expect(isOwnPortVariable(name, owner)).toBe(expected);
});

it('a long name is no work', () => expect(isOwnPortVariable(`${'HTTP_'.repeat(50_000)}X`, 'cart')).toBe(false));
