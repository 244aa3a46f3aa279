# Posts an envelope, which it reads from standard input, and prints the answer: ENDPOINT.
require 'net/http'

uri = URI(ARGV[0])
answer = Net::HTTP.start(uri.host, uri.port, use_ssl: true) do |http|
  http.post(uri.path, $stdin.read, 'Content-Type' => 'text/xml; charset=utf-8')
end
puts answer.body
