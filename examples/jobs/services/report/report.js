process.stdout.write('reported\n');
