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
        return told($fault);
    }
}

function told(SoapFault $fault): array
{
    return ['faultcode' => $fault->faultcode, 'faultstring' => $fault->faultstring, 'detail' => $fault->detail];
}

$lead = fn (string $email, string $first) => (object) [
    'Email' => $email,
    'leadAttributeList' => (object) ['attribute' => [
        (object) ['attrName' => 'FirstName', 'attrValue' => $first],
        (object) ['attrName' => 'Company', 'attrValue' => 'Ünïcode & <Sons>'],
    ]],
];
// Lists given as bare arrays, without the list element's name: SoapClient fills it in.
$cost = (object) ['attrType' => 'Cost', 'attrList' => [
    (object) ['name' => 'Month', 'value' => '2013-06'],
    (object) ['name' => 'Amount', 'value' => '2000'],
    (object) ['name' => 'Id', 'value' => '153'],
]];

// Asks until nothing remains; the position goes back as the value or object it came as.
function pages(string $operation, array $params, string $position): array
{
    global $client, $namespace;
    $pages = [];
    do {
        try {
            $reply = $client->__soapCall($operation, [(object) $params], null, header_of($namespace));
        } catch (SoapFault $fault) {
            return ['pages' => $pages, ...told($fault)];
        }
        $pages[] = $page = $reply->result ?? $reply->leadActivityList;
        $params[$position] = $page->{'new' . ucfirst($position)};
    } while ($page->hasMore ?? $page->remainingCount > 0);
    return ['pages' => $pages, 'request' => $client->__getLastRequest()];
}

$typed = fn (string $type, array $values): SoapVar => new SoapVar($values, SOAP_ENC_OBJECT, $type, $namespace);
$opportunity = fn (int $n) => (object) ['type' => 'Opportunity', 'attribList' => (object) ['attrib' => [
    (object) ['name' => 'Name', 'value' => "Deal $n"],
    (object) ['name' => 'Stage', 'value' => 'php'],
]]];

echo json_encode([
    'synced' => ask('syncMultipleLeads', [
        'leadRecordList' => (object) ['leadRecord' => [$lead('one@example.com', 'One'), $lead('two@example.com', 'Two')]],
        'dedupEnabled' => true,
    ]),
    'found' => ask('getLead', ['leadKey' => (object) ['keyType' => 'EMAIL', 'keyValue' => 'one@example.com']]),
    'several' => ask('getMultipleLeads', [
        'leadSelector' => $typed('LeadKeySelector', [
            'keyType' => 'EMAIL', 'keyValues' => ['stringItem' => ['one@example.com', 'two@example.com']],
        ]),
        'batchSize' => 100,
    ]),
    'listed' => ask('listOperation', [
        'listOperation' => 'ADDTOLIST',
        'listKey' => (object) ['keyType' => 'MKTOLISTNAME', 'keyValue' => 'Trav-Test-List'],
        'listMemberList' => (object) ['leadKey' => [
            (object) ['keyType' => 'IDNUM', 'keyValue' => '65835'],
            (object) ['keyType' => 'IDNUM', 'keyValue' => '67508'],
        ]],
        'strict' => false,
    ]),
    'list' => pages('getMultipleLeads', [
        'leadSelector' => $typed('StaticListSelector', ['staticListName' => 'Trav-Test-List']), 'batchSize' => 2,
    ], 'streamPosition'),
    'activities' => pages('getLeadActivity', [
        'leadKey' => (object) ['keyType' => 'IDNUM', 'keyValue' => '1089965'],
        'activityFilter' => (object) ['includeTypes' => (object) ['activityType' => ['FillOutForm']]],
        'batchSize' => 1,
    ], 'startPosition'),
    'changes' => pages('getLeadChanges', [
        'startPosition' => (object) ['oldestCreatedAt' => '2013-08-01T00:13:13+00:00', 'offset' => ''],
        'batchSize' => 4,
    ], 'startPosition'),
    'opportunities' => ask('syncMObjects', [
        'mObjectList' => (object) ['mObject' => array_map($opportunity, range(1, 100))], 'operation' => 'INSERT',
    ]),
    'one more' => ask('syncMObjects', [
        'mObjectList' => (object) ['mObject' => [$opportunity(101)]], 'operation' => 'INSERT',
    ]),
    'objects' => pages('getMObjects', [
        'type' => 'Opportunity',
        'mObjCriteriaList' => (object) ['mObjCriteria' => [
            (object) ['attrName' => 'Stage', 'comparison' => 'EQ', 'attrValue' => 'php'],
        ]],
    ], 'streamPosition'),
    'program' => ask('syncMObjects', [
        'mObjectList' => [(object) ['type' => 'Program', 'id' => '1970', 'typeAttribList' => [$cost]]],
        'operation' => 'UPDATE',
    ]),
    'missing' => ask('getLead', ['leadKey' => (object) ['keyType' => 'IDNUM', 'keyValue' => '99']]),
], JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
