-- What wrk sends: an order of twenty lines, and always the same. What it prints: the figures, as JSON.

local lines = {}
for number = 1, 20 do
  lines[number] = string.format(
    '{"article":"article number %d","tags":["tag %d","tag %d","everything"],"quantity":%d,"cents":%d}',
    number, number % 3, number % 7, number, number * 95)
end

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"customer":"A customer of many years","lines":[' .. table.concat(lines, ",") .. "]}"

function done(summary, latency)
  local errors = summary.errors
  print(string.format('{ "requestsPerSecond": %f, "p99Milliseconds": %f, "errors": %d }',
    summary.requests / summary.duration * 1e6, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
