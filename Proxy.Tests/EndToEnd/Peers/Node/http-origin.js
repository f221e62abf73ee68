'use strict';

// An origin on Node's own server. Argument: { keepAliveTimeout (milliseconds), maxRequestsPerSocket }. Prints "listening PORT".
//   /hello       a response of known length            /chunked    sixteen chunks
//   /upload      the body's length and SHA-256, and how it was framed
//   /refuse      403 without a look at the body, whether the client waits for 100 or not
//   /early       answers at the first bytes of the body and closes the connection, the rest unread
//   /events?n=N  an event each 100 ms with its number and the time, N of them
//   /counts      connections accepted, streams of events open

const crypto = require('crypto');
const http = require('http');

const MILLISECONDS_AN_EVENT = 100;
const counts = { connections: 0, events: 0 };

function upload(request, response) {
  const hash = crypto.createHash('sha256');
  let length = 0;
  request.on('data', (data) => {
    length += data.length;
    hash.update(data);
  });
  request.on('end', () => {
    const framing = request.headers['transfer-encoding'] || request.headers['content-length'];
    response.end(`${length} ${hash.digest('hex')} ${framing}`);
  });
}

function early(request, response) {
  request.once('data', () => {
    request.pause();
    response.writeHead(200, { Connection: 'close', 'Content-Length': 5 });
    response.end('early');
  });
}

function events(request, response, url) {
  const count = Number(url.searchParams.get('n'));
  let number = 0;
  counts.events++;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  const timer = setInterval(() => {
    response.write(`id: ${++number}\ndata: ${Date.now()}\n\n`);
    if (number === count) {
      response.end();
    }
  }, MILLISECONDS_AN_EVENT);
  response.on('close', () => {
    clearInterval(timer);
    counts.events--;
  });
}

function chunked(response) {
  for (let i = 0; i < 16; i++) {
    response.write(`${String(i).padStart(2, '0')}${'x'.repeat(998)}`);
  }

  response.end();
}

function serve(request, response) {
  const url = new URL(request.url, 'http://origin');
  switch (url.pathname) {
    case '/hello':
      return response.end('hello');
    case '/chunked':
      return chunked(response);
    case '/upload':
      return upload(request, response);
    case '/refuse':
      return response.writeHead(403, { 'Content-Length': 7 }).end('refused');
    case '/early':
      return early(request, response);
    case '/events':
      return events(request, response, url);
    case '/counts':
      return response.end(JSON.stringify(counts));
    default:
      return response.writeHead(404).end();
  }
}

const options = JSON.parse(process.argv[2]);
const server = http.createServer(serve);
server.on('checkContinue', (request, response) => {
  if (request.url !== '/refuse') {
    response.writeContinue();
  }

  serve(request, response);
});
server.on('connection', () => counts.connections++);
server.keepAliveTimeout = 60_000;
if (options.keepAliveTimeout) {
  // Node adds a second to its own: the race that the tests are after would be rare.
  server.prependListener('request', (request, response) => response.on('finish', () => request.socket.setTimeout(options.keepAliveTimeout)));
}

server.maxRequestsPerSocket = options.maxRequestsPerSocket ?? 0;
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
