'use strict';

// Opens connections that end in every way a WebSocket can. Argument: { url }. Prints what each side was told, as one line of JSON.

const { WebSocket } = require('ws');

const { url } = JSON.parse(process.argv[2]);
const httpUrl = url.replace('ws:', 'http:');

function open(path) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url + path);
    socket.ended = new Promise((end) => socket.on('close', (code, reason) => end(`${code} ${reason}`)));
    socket.on('open', () => resolve(socket)).on('error', reject);
  });
}

async function told(name) {
  for (;;) {
    const closes = await (await fetch(`${httpUrl}/closes`)).json();
    if (name in closes) {
      return closes[name];
    }

    await new Promise((next) => setTimeout(next, 5));
  }
}

async function closeByClient(name, close) {
  const socket = await open(`/watch?name=${name}`);
  close(socket);
  return { client: await socket.ended, origin: await told(name) };
}

async function run() {
  const result = {
    normal: await closeByClient('normal', (socket) => socket.close(1000)),
    application: await closeByClient('application', (socket) => socket.close(3001, 'moved on')),
    silent: await closeByClient('silent', (socket) => socket.close()),
    cut: await closeByClient('cut', (socket) => socket.terminate()),
    originNormal: await (await open('/close?code=1000')).ended,
    originApplication: await (await open('/close?code=3001')).ended,
    originCut: await (await open('/terminate')).ended,
  };
  console.log(JSON.stringify(result));
}

run();
