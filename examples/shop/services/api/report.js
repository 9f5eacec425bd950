process.stdout.write('the report of yesterday is sent\n');
