process.stdout.write('serving\n');
