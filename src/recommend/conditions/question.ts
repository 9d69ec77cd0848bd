import type { Facts } from '../input.ts';
import type { ProcessView } from '../processes.ts';
import type { ServiceView } from './view.ts';

/** What a condition is asked about: one process of a service, under declared or varied facts. */
export interface Question {
  readonly view: ServiceView;
  readonly process: ProcessView | undefined;
  readonly facts: Facts;
}
