import { createServer } from 'node:http';

createServer((_, response) => response.end('ahoy\n')).listen(8080);
