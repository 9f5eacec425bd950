process.stdout.write(`the cache is warm for ${process.env.RELEASE}\n`);
