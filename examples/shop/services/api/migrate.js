process.stdout.write('the database is up to date\n');
