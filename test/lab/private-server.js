// Serves a folder to those who know the token: over HTTP as a cargo registry does, over HTTPS as a git server does.
//
//   node private-server.js FOLDER TOKEN HTTP_PORT HTTPS_PORT
//
// The HTTPS key and certificate are key.pem and cert.pem in the current folder.
const { existsSync, readFileSync, statSync } = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const { join, normalize } = require('node:path');

const [folder, token, httpPort, httpsPort] = process.argv.slice(2);

const serve = (isAllowed) => (request, response) => {
  const file = join(folder, normalize(new URL(request.url, 'http://localhost').pathname));
  if (!isAllowed(request.headers.authorization ?? '')) {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="private"' }).end();
  } else if (!existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
  } else {
    response.end(readFileSync(file));
  }
};

const basic = `Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
http.createServer(serve((header) => header === token)).listen(Number(httpPort), '127.0.0.1');
https.createServer({ key: readFileSync('key.pem'), cert: readFileSync('cert.pem') }, serve((header) => header === basic))
  .listen(Number(httpsPort), '127.0.0.1');
