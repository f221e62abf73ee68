'use strict';

// Reads nothing of a flood until a line comes on standard input, then all of it. Argument: { url }. Prints "paused", then one line of JSON.

const { WebSocket } = require('ws');

const { url } = JSON.parse(process.argv[2]);
const socket = new WebSocket(`${url}/flood`);
let messages = 0;
let wrong = 0;

socket.on('open', () => {
  socket.pause();
  console.log('paused');
});

process.stdin.once('data', () => {
  process.stdin.destroy();
  socket.resume();
});

socket.on('message', (data) => {
  wrong += data.equals(Buffer.alloc(1 << 20, messages)) ? 0 : 1;
  messages++;
});

socket.on('close', (code) => console.log(JSON.stringify({ messages, wrong, code })));
