// Posts an envelope, which it reads from standard input, and prints the answer: ENDPOINT.
const fs = require('fs');
const https = require('https');

const headers = { 'Content-Type': 'text/xml; charset=utf-8' };
const request = https.request(process.argv[2], { method: 'POST', headers }, (answer) => {
  answer.pipe(process.stdout);
});
request.end(fs.readFileSync(0));
