'use strict';

// A WebSocket origin; the path says what it does with a connection. Prints "listening PORT".
//   /echo?deflate     sends each message back; a text "report" is answered with what was counted
//   /close?code=C     closes with that code as soon as it is open
//   /terminate        cuts the connection as soon as it is open
//   /watch?name=N     remembers under which code it was closed; GET /closes tells
//   /flood            sends FLOOD messages of 1 MiB, each when the one before has left; GET /flooded tells how many did

const http = require('http');
const { WebSocketServer } = require('ws');

const FLOOD = 96;
const MESSAGES_A_PING = 64;

const closes = {};
let flooded = 0;

const plain = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const deflating = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 0, zlibDeflateOptions: { level: 1 } } });

function echo(socket) {
  const counted = { messages: 0, pings: 0, pongs: 0 };
  socket.on('pong', (payload) => (payload.length === 0 ? counted.pongs++ : socket.send(JSON.stringify(counted))));
  socket.on('message', (data, binary) => {
    if (!binary && data.length === 6 && data.toString() === 'report') {
      // Pings are answered in order: behind this one's pong, all of them have been.
      socket.ping('report');
      return;
    }

    socket.send(data, { binary });
    if (++counted.messages % MESSAGES_A_PING === 0) {
      counted.pings++;
      socket.ping();
    }
  });
}

function flood(socket) {
  flooded = 0;
  const sendNext = () => socket.send(Buffer.alloc(1 << 20, flooded), () => {
    if (++flooded < FLOOD) {
      sendNext();
    } else {
      socket.close(1000);
    }
  });
  sendNext();
}

function serve(socket, url) {
  socket.on('error', () => {});
  switch (url.pathname) {
    case '/echo':
      return echo(socket);
    case '/close':
      return socket.close(Number(url.searchParams.get('code')), 'closed by the origin');
    case '/terminate':
      return socket.terminate();
    case '/watch':
      return socket.on('close', (code, reason) => (closes[url.searchParams.get('name')] = `${code} ${reason}`));
    case '/flood':
      return flood(socket);
  }
}

const server = http.createServer((request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(request.url === '/closes' ? closes : flooded));
});

server.on('upgrade', (request, socket, head) => {
  const url = new URL(request.url, 'http://origin');
  const side = url.searchParams.has('deflate') ? deflating : plain;
  side.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, url));
});

server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
