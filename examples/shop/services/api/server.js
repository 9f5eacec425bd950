import { createServer } from 'node:http';

const health = JSON.stringify({ version: process.env.RELEASE_VERSION });

createServer((request, response) => response.end(request.url === '/healthz' ? health : 'ahoy\n')).listen(8080);
