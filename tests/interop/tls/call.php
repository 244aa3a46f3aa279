<?php
// Reads the WSDL and calls listMObjects, over TLS: ENDPOINT USER KEY [CA].
[, $endpoint, $user, $key] = $argv;
$options = ['trace' => true];
if (isset($argv[4])) {
    $options['stream_context'] = stream_context_create(['ssl' => ['cafile' => $argv[4]]]);
}
$client = new SoapClient("$endpoint?WSDL", $options);
$timestamp = (new DateTime())->format(DATE_W3C);
$header = new SoapHeader('http://www.marketo.com/mktows/', 'AuthenticationHeader', (object) [
    'mktowsUserId' => $user,
    'requestSignature' => hash_hmac('sha1', $timestamp . $user, $key),
    'requestTimestamp' => $timestamp,
]);
$client->__soapCall('listMObjects', [new stdClass()], null, $header);
echo $client->__getLastResponse();
