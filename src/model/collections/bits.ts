/** Sets of small numbers, 32 to a word. */
export type Bits = Uint32Array;

export function emptyBits(size: number): Bits {
  return new Uint32Array((size + 31) >>> 5);
}

export function fullBits(size: number): Bits {
  const bits = emptyBits(size);
  for (let item = 0; item < size; item++) addBit(bits, item);
  return bits;
}

export function bitsOf(size: number, items: Iterable<number>): Bits {
  const bits = emptyBits(size);
  for (const item of items) addBit(bits, item);
  return bits;
}

export function addBit(bits: Bits, item: number): void {
  bits[item >>> 5] = (bits[item >>> 5] ?? 0) | (1 << (item & 31));
}

export function removeBit(bits: Bits, item: number): void {
  bits[item >>> 5] = (bits[item >>> 5] ?? 0) & ~(1 << (item & 31));
}

export function hasBit(bits: Bits, item: number): boolean {
  return ((bits[item >>> 5] ?? 0) & (1 << (item & 31))) !== 0;
}

/** Everything of `more` into `bits`. */
export function addAll(bits: Bits, more: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) | (more[word] ?? 0);
}

/** Nothing of `others` stays in `bits`. */
export function removeAll(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & ~(others[word] ?? 0);
}

/** Only what is in `others` too stays in `bits`. */
export function keepOnly(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0);
}

export function both(a: Bits, b: Bits): Bits {
  const shared = new Uint32Array(a.length);
  for (let word = 0; word < a.length; word++) shared[word] = (a[word] ?? 0) & (b[word] ?? 0);
  return shared;
}

export function meet(a: Bits, b: Bits): boolean {
  for (let word = 0; word < a.length; word++) if (((a[word] ?? 0) & (b[word] ?? 0)) !== 0) return true;
  return false;
}

/** Whether `whole` has all of `part` that is in `within`. */
export function holds(whole: Bits, part: Bits, within: Bits): boolean {
  for (let word = 0; word < part.length; word++)
    if (((part[word] ?? 0) & (within[word] ?? 0) & ~(whole[word] ?? 0)) !== 0) return false;
  return true;
}

export function isEmpty(bits: Bits): boolean {
  for (let word = 0; word < bits.length; word++) if (bits[word] !== 0) return false;
  return true;
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) count += ones(bits[word] ?? 0);
  return count;
}

export function countBoth(a: Bits, b: Bits): number {
  let count = 0;
  for (let word = 0; word < a.length; word++) count += ones((a[word] ?? 0) & (b[word] ?? 0));
  return count;
}

function ones(word: number): number {
  let left = word - ((word >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The smallest member that is not below `from`, -1 where there is none. */
export function nextBit(bits: Bits, from: number): number {
  const first = from >>> 5;
  for (let word = first; word < bits.length; word++) {
    const value = (bits[word] ?? 0) & (word === first ? -1 << (from & 31) : -1);
    if (value !== 0) return (word << 5) + 31 - Math.clz32(value & -value);
  }
  return -1;
}

export function forEachBit(bits: Bits, visit: (item: number) => void): void {
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] ?? 0; left !== 0; left &= left - 1) visit((word << 5) + 31 - Math.clz32(left & -left));
  }
}

export function membersOf(bits: Bits): number[] {
  const members: number[] = [];
  forEachBit(bits, (item) => members.push(item));
  return members;
}
