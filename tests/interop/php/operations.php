<?php
// Calls any operation the way PHP integrations did: SoapClient on the WSDL, a signed SoapHeader,
// plain objects. A JSON line in for each call, a JSON line out for its answer.

const NAMESPACE_OF_ALL = 'http://www.marketo.com/mktows/';
[, $user, $key] = $argv;

function header_of(string $user, string $key): SoapHeader
{
    $timestamp = (new DateTime('now', new DateTimeZone('America/Los_Angeles')))->format(DATE_W3C);
    return new SoapHeader(NAMESPACE_OF_ALL, 'AuthenticationHeader', (object) [
        'mktowsUserId' => $user,
        'requestSignature' => hash_hmac('sha1', $timestamp . $user, $key),
        'requestTimestamp' => $timestamp,
    ]);
}

// An object with a member `$type` is sent with its xsi:type.
function typed(mixed $value): mixed
{
    if (is_array($value)) {
        return array_map('typed', $value);
    }
    if (!is_object($value)) {
        return $value;
    }
    $members = array_map('typed', get_object_vars($value));
    $type = $members['$type'] ?? null;
    unset($members['$type']);
    return $type === null ? (object) $members
        : new SoapVar((object) $members, SOAP_ENC_OBJECT, $type, NAMESPACE_OF_ALL);
}

$clients = [];
while (($line = fgets(STDIN)) !== false) {
    $call = json_decode($line);
    $options = ['trace' => true, 'location' => $call->endpoint, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS];
    $client = $clients["$call->wsdl $call->endpoint"] ??= new SoapClient($call->wsdl, $options);
    try {
        $values = [typed($call->values)];
        $answer = $client->__soapCall($call->operation, $values, null, header_of($user, $key));
        $said = ['answer' => $answer, 'reply' => $client->__getLastResponse()];
    } catch (SoapFault $fault) {
        $said = ['fault' => ['faultstring' => $fault->faultstring, 'detail' => $fault->detail ?? null]];
    }
    echo json_encode($said, JSON_THROW_ON_ERROR), "\n";
}
