-- wrk with sixteen requests on the way on each connection; at the end one line with what was counted.

local depth = 16
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  good, bad = 0, 0
  expected = args[1]
  local one = wrk.format("GET", "/small")
  requests = string.rep(one, depth)
end

function request()
  return requests
end

function response(status, headers, body)
  if status == 200 and body == expected then
    good = good + 1
  else
    bad = bad + 1
  end
end

function done(summary)
  local good, bad = 0, 0
  for _, thread in ipairs(threads) do
    good = good + thread:get("good")
    bad = bad + thread:get("bad")
  end

  local e = summary.errors
  local sockets = e.connect + e.read + e.write + e.timeout
  io.write(string.format("answered %d good %d bad %d status %d sockets %d\n", summary.requests, good, bad, e.status, sockets))
end
