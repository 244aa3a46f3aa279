// Calls the service the way node programs did: the packages soap and marketo-soap-security, found
// by NODE_PATH. A JSON line in for each call, a JSON line out for its answer, where a Date is
// {"$date": text}.
const readline = require('readline');
const soap = require('soap');
const { MarketoSecurity } = require('marketo-soap-security');

const [userId, key] = process.argv.slice(2);
const clients = new Map();

function clientOf(wsdl, endpoint, use) {
  const name = `${wsdl} ${endpoint}`;
  if (clients.has(name)) {
    use(clients.get(name));
    return;
  }
  soap.createClient(wsdl, (error, client) => {
    if (error) throw error;
    client.setEndpoint(endpoint);
    client.setSecurity(MarketoSecurity(userId, key));
    clients.set(name, client);
    use(client);
  });
}

function say(answer) {
  console.log(JSON.stringify(answer, function (name, value) {
    return this[name] instanceof Date ? { $date: this[name].toISOString() } : value;
  }));
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { wsdl, endpoint, operation, values } = JSON.parse(line);
  clientOf(wsdl, endpoint, (client) => {
    client[operation](values, (error, answer, reply) => {
      if (!error) say({ answer, reply });
      else if (error.root) say({ fault: error.root.Envelope.Body.Fault });
      else throw error;
    });
  });
});
