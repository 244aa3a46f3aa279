<?php
// Calls the service the way PHP integrations did: SoapClient on the WSDL, a signed SoapHeader,
// plain objects and arrays. Settings come from the environment; results go to stdout as JSON.

ini_set('soap.wsdl_cache_enabled', '0');
$namespace = 'http://www.marketo.com/mktows/';
$client = new SoapClient(getenv('ENDPOINT') . '?WSDL', ['trace' => true, 'location' => getenv('ENDPOINT')]);

function header_of(string $namespace): SoapHeader
{
    $timestamp = (new DateTime('now', new DateTimeZone('America/Los_Angeles')))->format(DATE_W3C);
    $user = getenv('USER_ID');
    return new SoapHeader($namespace, 'AuthenticationHeader', (object) [
        'mktowsUserId' => $user,
        'requestSignature' => hash_hmac('sha1', $timestamp . $user, getenv('KEY')),
        'requestTimestamp' => $timestamp,
    ]);
}

function ask(string $operation, array $params): array
{
    global $client, $namespace;
    try {
        $reply = $client->__soapCall($operation, [(object) $params], null, header_of($namespace));
        return ['reply' => $reply, 'request' => $client->__getLastRequest()];
    } catch (SoapFault $fault) {
        return ['faultcode' => $fault->faultcode, 'faultstring' => $fault->faultstring, 'detail' => $fault->detail];
    }
}

$lead = fn (string $email, string $first) => (object) [
    'Email' => $email,
    'leadAttributeList' => (object) ['attribute' => [
        (object) ['attrName' => 'FirstName', 'attrValue' => $first],
        (object) ['attrName' => 'Company', 'attrValue' => 'Ünïcode & <Sons>'],
    ]],
];
$selector = new SoapVar(
    ['keyType' => 'EMAIL', 'keyValues' => ['stringItem' => ['one@example.com', 'two@example.com']]],
    SOAP_ENC_OBJECT, 'LeadKeySelector', $namespace
);
// Lists given as bare arrays, without the list element's name: SoapClient fills it in.
$cost = (object) ['attrType' => 'Cost', 'attrList' => [
    (object) ['name' => 'Month', 'value' => '2013-06'],
    (object) ['name' => 'Amount', 'value' => '2000'],
    (object) ['name' => 'Id', 'value' => '153'],
]];

echo json_encode([
    'synced' => ask('syncMultipleLeads', [
        'leadRecordList' => (object) ['leadRecord' => [$lead('one@example.com', 'One'), $lead('two@example.com', 'Two')]],
        'dedupEnabled' => true,
    ]),
    'found' => ask('getLead', ['leadKey' => (object) ['keyType' => 'EMAIL', 'keyValue' => 'one@example.com']]),
    'several' => ask('getMultipleLeads', ['leadSelector' => $selector, 'batchSize' => 100]),
    'program' => ask('syncMObjects', [
        'mObjectList' => [(object) ['type' => 'Program', 'id' => '1970', 'typeAttribList' => [$cost]]],
        'operation' => 'UPDATE',
    ]),
    'missing' => ask('getLead', ['leadKey' => (object) ['keyType' => 'IDNUM', 'keyValue' => '99']]),
], JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
