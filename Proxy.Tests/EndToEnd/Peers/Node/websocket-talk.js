'use strict';

// Sends messages to an echoing origin over some connections at once, and checks by hash that each comes back as it went, in order.
// Argument: { url, connections, count, seed, deflate }. Prints one line of JSON: what was counted, and what went wrong.

const crypto = require('crypto');
const { WebSocket } = require('ws');
const { Messages } = require('./messages');

const MOST_ON_THE_WAY = 128;
const MOST_BUFFERED = 2 << 20;
const MESSAGES_A_PING = 50;

const options = JSON.parse(process.argv[2]);
const total = { messages: 0, fragmented: 0, bytes: 0, largest: 0, empty: 0, pings: 0, pongs: 0, originPongs: 0, deflated: 0, closes: {}, failures: [] };

const hash = (data, isBinary) => crypto.createHash('sha1').update(data).digest('base64') + (isBinary ? 'binary' : 'text');

class Talk {
  constructor(seed) {
    this.seed = seed;
    this.messages = new Messages(seed);
    this.sent = 0;
    this.expected = [];
    this.pings = [];
    this.socket = new WebSocket(options.url, { perMessageDeflate: options.deflate && { threshold: 0, zlibDeflateOptions: { level: 1 } } });
    this.socket.on('open', () => this.pump());
    this.socket.on('message', (data, isBinary) => this.take(data, isBinary));
    this.socket.on('pong', (data) => this.takePong(data.toString()));
    this.socket.on('error', (error) => this.fail(error.message));
    this.socket.on('close', (code) => (total.closes[code] = (total.closes[code] || 0) + 1));
  }

  pump() {
    while (this.sent < options.count && this.expected.length < MOST_ON_THE_WAY && this.socket.bufferedAmount < MOST_BUFFERED) {
      this.send(this.messages.next());
    }
  }

  send({ data, isBinary, fragments }) {
    this.expected.push(hash(data, isBinary));
    const size = Math.ceil(data.length / fragments);
    for (let i = 0; i < fragments; i++) {
      this.socket.send(data.subarray(i * size, (i + 1) * size), { binary: isBinary, fin: i === fragments - 1 });
      // Control frames may stand between fragments (RFC 6455 §5.4).
      if (i === 0 && ++this.sent % MESSAGES_A_PING === 0) {
        this.ping();
      }
    }

    total.fragmented += fragments > 1 ? 1 : 0;
    total.bytes += data.length;
    total.empty += data.length === 0 ? 1 : 0;
    total.largest = Math.max(total.largest, data.length);
  }

  ping() {
    const payload = `ping ${this.sent}`;
    this.pings.push(payload);
    this.socket.ping(payload);
    total.pings++;
  }

  takePong(payload) {
    total.pongs++;
    if (payload !== this.pings.shift()) {
      this.fail(`pong "${payload}" answers no ping`);
    }
  }

  take(data, isBinary) {
    if (this.expected.length === 0) {
      this.finish(JSON.parse(data));
      return;
    }

    if (hash(data, isBinary) !== this.expected.shift()) {
      this.fail(`another message came back than went: ${data.length} bytes`);
    }

    total.messages++;
    this.pump();
    if (this.sent === options.count && this.expected.length === 0) {
      this.socket.send('report');
    }
  }

  finish(report) {
    total.originPongs += report.pongs;
    total.deflated += this.socket.extensions.includes('permessage-deflate') ? 1 : 0;
    if (report.messages !== options.count || report.pongs !== report.pings || this.pings.length > 0) {
      this.fail(`the origin counted ${JSON.stringify(report)}, ${this.pings.length} pings are open`);
    }

    this.socket.close(1000, 'done');
  }

  fail(reason) {
    total.failures.push(`seed ${this.seed}: ${reason}`);
    this.socket.terminate();
  }
}

for (let i = 0; i < options.connections; i++) {
  new Talk(options.seed + i);
}

process.on('exit', () => console.log(JSON.stringify(total)));
