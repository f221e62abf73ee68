'use strict';

// Opens connections and waits for the end of each. Argument: { url, connections }. Prints "open", then the codes they ended with as one line of JSON.

const { WebSocket } = require('ws');

const { url, connections } = JSON.parse(process.argv[2]);
const codes = [];
let opened = 0;

for (let i = 0; i < connections; i++) {
  const socket = new WebSocket(`${url}/echo`);
  socket.on('open', () => ++opened === connections && console.log('open'));
  socket.on('error', () => {});
  socket.on('close', (code) => codes.push(code) === connections && console.log(JSON.stringify(codes)));
}
