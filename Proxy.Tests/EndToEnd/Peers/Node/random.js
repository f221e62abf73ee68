'use strict';

// A small repeatable generator (xorshift32): the same seed gives the same messages on every machine.
class Random {
  constructor(seed) {
    this.state = seed | 0 || 1;
  }

  next() {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return (x >>> 0) / 2 ** 32;
  }

  // A whole number from 0 to below limit.
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  chance(probability) {
    return this.next() < probability;
  }
}

module.exports = { Random };
