import { createServer } from 'node:http';

createServer((_request, response) => response.end('api\n')).listen(8080);
