'use strict';

const { Random } = require('./random');

const LARGEST = 1 << 20;

// Where a WebSocket frame's or the proxy's lengths change their form, and both ends of the range.
const EDGES = [0, 1, 125, 126, 127, 4095, 4096, 65535, 65536, LARGEST - 1, LARGEST];
const MESSAGES_AN_EDGE = 200;

// What messages are cut from: made once, since it takes longer than to send them.
const bytes = Buffer.alloc(2 * LARGEST);
const letters = Buffer.alloc(2 * LARGEST);

function fill(random) {
  const text = Buffer.from('the quick brown fox jumps over the lazy dog, again and again, 0123456789.');
  for (let i = 0; i < bytes.length; i += 4) {
    bytes.writeInt32LE(random.below(2 ** 32) | 0, i);
    letters.fill(text[random.below(text.length)], i, i + 4);
  }
}

fill(new Random(1));

// Messages of 0 bytes to 1 MiB, nine of ten small; text and binary; some to be sent in fragments.
class Messages {
  constructor(seed) {
    this.random = new Random(seed);
    this.made = 0;
  }

  next() {
    const isBinary = this.random.chance(0.5);
    const size = this.size();
    const start = this.random.below(LARGEST);
    const data = (isBinary ? bytes : letters).subarray(start, start + size);
    return { isBinary, data: isBinary ? data : this.accented(data), fragments: this.random.chance(0.1) ? 2 + this.random.below(4) : 1 };
  }

  // Characters of two and three bytes, which fragments may cut anywhere (RFC 6455 §5.6).
  accented(data) {
    return data.length < 8 ? data : Buffer.concat([Buffer.from('é€'), data.subarray(0, -8), Buffer.from('€')]);
  }

  size() {
    if (this.made++ % MESSAGES_AN_EDGE === 0) {
      return EDGES[Math.floor(this.made / MESSAGES_AN_EDGE) % EDGES.length];
    }

    const kind = this.random.next();
    return this.random.below(kind < 0.9 ? 300 : kind < 0.99 ? 16 * 1024 : LARGEST + 1);
  }
}

module.exports = { Messages };
